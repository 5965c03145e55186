package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/doors/past"
)

type importCommand struct {
	Requests importRequests `cmd:"" help:"Bring in another system's requests from a CSV file, also a .gz one."`
}

type importRequests struct {
	of
	Mapping  string `help:"The file that says what the columns and words mean." required:"" type:"existingfile"`
	Rejected string `help:"Where rows that cannot be brought in are written; FILE.rejected.csv when left out." type:"path"`
	File     string `arg:"" help:"The file." type:"existingfile"`
}

// Run brings the file in and gives an account that adds up.
func (i *importRequests) Run(ctx context.Context) error {
	text, err := os.ReadFile(i.Mapping)
	if err != nil {
		return err
	}
	mapping, err := past.ParseMapping(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", i.Mapping, err)
	}
	return i.inCity(ctx, func(ctx context.Context, a *app.App) error {
		if i.Rejected == "" {
			i.Rejected = i.File + ".rejected.csv"
		}
		rejected, err := os.Create(i.Rejected)
		if err != nil {
			return err
		}
		defer rejected.Close()
		bar := newBar("Reading " + i.File)
		im := &past.Importer{DB: a.DB, City: a.ImportCity(), Mapping: mapping, Rejected: rejected,
			Progress: func(done, total int64, _ past.Account) { bar.show(int(done), int(total)) }}
		account, err := im.File(ctx, i.File)
		bar.end()
		print(account, i.Rejected)
		return err
	})
}

// print is the closing account.
func print(a past.Account, rejected string) {
	fmt.Printf("read      %8d rows in %s (%.0f a second)\n", a.Read, a.Took.Round(10*time.Millisecond), float64(a.Read)/max(a.Took.Seconds(), 0.001))
	fmt.Printf("new       %8d\nknown     %8d\nrejected  %8d\n", a.New, a.Known, a.Rejected)
	fmt.Printf("without a promised time %d, without a position %d\n", a.WithoutTarget, a.WithoutPlace)
	fmt.Printf("on time as the file says: %d compared, %d differ\n", a.Compared, len(a.Differences))
	for i, d := range a.Differences {
		if i == 20 {
			fmt.Printf("  … and %d more\n", len(a.Differences)-i)
			break
		}
		fmt.Printf("  line %d, %s: the file says %s, its times say %s\n", d.Line, d.External, d.File, d.Ours)
	}
	var unknown []string
	for word, n := range a.Unknown {
		unknown = append(unknown, fmt.Sprintf("%s (%d)", word, n))
	}
	slices.Sort(unknown)
	if len(unknown) > 0 {
		fmt.Println("words nobody knows here:", strings.Join(unknown, "; "))
	}
	if a.Rejected > 0 {
		fmt.Println("the rejected rows, each with its reason:", rejected)
	}
	if !a.Adds() {
		fmt.Println("THE ACCOUNT DOES NOT ADD UP; please report this")
	}
}
