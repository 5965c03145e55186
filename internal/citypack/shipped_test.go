package citypack

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mahalle/cities"
	"mahalle/internal/city"
)

func shipped(t *testing.T, name string) *Pack {
	t.Helper()
	fsys, ok := cities.FS(name)
	if !ok {
		t.Fatalf("no pack %q", name)
	}
	p, err := Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryShippedPackReadsWithoutFault(t *testing.T) {
	if got := cities.Names(); !slices.Equal(got, []string{"boston", "manisa", "tehran"}) {
		t.Errorf("shipped are %v", got)
	}
	for _, name := range cities.Names() {
		t.Run(name, func(t *testing.T) {
			p := shipped(t, name)
			for _, code := range p.calendarCodes() {
				if _, err := p.Calendar(code); err != nil {
					t.Error(err)
				}
			}
		})
	}
	if _, ok := cities.FS("atlantis"); ok {
		t.Error("a pack that is not there was found")
	}
}

func TestThePlacesAreThoseOfTheSources(t *testing.T) {
	for name, want := range map[string][4]int{
		"manisa": {17, 1093, 17, 129},
		"tehran": {22, 0, 22, 0},
		"boston": {22, 0, 0, 0},
	} {
		p := shipped(t, name)
		got := [4]int{len(p.Districts), len(p.Neighbourhoods), len(p.DistrictOutlines), len(p.NeighbourhoodOutlines)}
		if got != want {
			t.Errorf("%s has %v districts, neighbourhoods and outlines of both, want %v", name, got, want)
		}
	}
}

func TestNineChiefsHoldFifteenDistricts(t *testing.T) {
	chiefs, held := 0, map[string]int{}
	for _, p := range shipped(t, "manisa").Posts {
		if p.Role == "chief" && strings.HasPrefix(p.Unit, "seflik-") {
			chiefs++
			for _, d := range p.Districts {
				held[d]++
			}
		}
	}
	if chiefs != 9 || len(held) != 15 || held["sehzadeler"]+held["yunusemre"] != 0 {
		t.Errorf("%d chiefs hold %v", chiefs, held)
	}
}

func TestEveryDistrictHasSomebodyWhoSpeaksForIt(t *testing.T) {
	for _, name := range []string{"manisa", "tehran"} {
		p := shipped(t, name)
		spoken := map[string]bool{}
		for _, post := range p.Posts {
			for _, d := range post.Districts {
				spoken[d] = spoken[d] || post.Role == "headman"
			}
			for _, n := range p.Neighbourhoods {
				if post.Role == "headman" && post.Elected && slices.Contains(post.Neighbourhoods, n.Code) {
					spoken[n.District] = true
				}
			}
		}
		for _, d := range p.Districts {
			if !spoken[d.Code] {
				t.Errorf("%s: nobody speaks for %s", name, d.Code)
			}
		}
	}
}

func TestHolidaysAndDecreesCount(t *testing.T) {
	for name, tt := range map[string]struct {
		pack, day string
		want      time.Duration
	}{
		"a working day in Manisa":                      {"manisa", "2026-11-24", 8 * time.Hour},
		"the eve of Republic Day closes at one":        {"manisa", "2026-10-28", 4 * time.Hour},
		"Republic Day":                                 {"manisa", "2026-10-29", 0},
		"a Thursday in Tehran before the decree":       {"tehran", "2025-05-08", 5 * time.Hour},
		"a Thursday in Tehran after the decree":        {"tehran", "2025-05-15", 0},
		"a summer Sunday by the energy decree":         {"tehran", "2025-07-13", 7 * time.Hour},
		"a winter Sunday by the decree of 1 Dey":       {"tehran", "2026-01-11", 6 * time.Hour},
		"Friday in Tehran":                             {"tehran", "2026-11-20", 0},
		"Nowruz":                                       {"tehran", "2026-03-21", 0},
		"a Saturday in Tehran":                         {"tehran", "2026-11-21", 8 * time.Hour},
		"30 Esfand of the leap year 1403 is a rest":    {"tehran", "2025-03-20", 0},
		"a Sunday in Manisa, on which offices rest":    {"manisa", "2026-11-22", 0},
		"the fourth day of the Feast of the Sacrifice": {"manisa", "2024-06-19", 0},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := shipped(t, tt.pack).Calendar("office")
			if err != nil {
				t.Fatal(err)
			}
			day, err := city.ParseDay(tt.day)
			if err != nil {
				t.Fatal(err)
			}
			var got time.Duration
			for _, s := range c.Hours(day) {
				got += s.To - s.From
			}
			if got != tt.want {
				t.Errorf("%s is open for %v, want %v", tt.day, got, tt.want)
			}
		})
	}
}

var (
	arabicLetters = regexp.MustCompile(`[يكىة٠-٩]`)
	joinedByHand  = regexp.MustCompile(`(^|\s)ن?می `)
	anyPersian    = regexp.MustCompile(`[\x{0600}-\x{06ff}]`)
)

// Persian is written with Persian letters and half-spaces, and no Persian has
// slipped into a column of another language.
func TestWordsAreWrittenInTheirOwnLetters(t *testing.T) {
	for _, name := range []string{"manisa", "tehran"} {
		fsys, _ := cities.FS(name)
		err := fs.WalkDir(fsys, ".", func(file string, _ fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(file, ".tsv") && !strings.HasPrefix(file, "demo/") {
				checkLetters(t, fsys, name, file)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func checkLetters(t *testing.T, fsys fs.FS, pack, file string) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		t.Fatal(err)
	}
	var header []string
	for i, line := range strings.Split(string(data), "\n") {
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		if header == nil {
			header = cells
			continue
		}
		for j, cell := range cells {
			persian := strings.HasSuffix(header[j], "_fa")
			if persian && (arabicLetters.MatchString(cell) || joinedByHand.MatchString(cell)) || !persian && anyPersian.MatchString(cell) {
				t.Errorf("%s/%s:%d: %s: %q", pack, file, i+1, header[j], cell)
			}
		}
	}
}

func TestADemonstrationHasEnoughToSay(t *testing.T) {
	for _, name := range []string{"manisa", "tehran"} {
		p := shipped(t, name)
		own, english := map[string]int{}, map[string]int{}
		for _, text := range p.Demo.Texts {
			if text.Lang == p.City.Language {
				own[text.Subject]++
			} else if text.Lang == city.English {
				english[text.Subject]++
			}
		}
		for _, s := range p.Subjects {
			if own[s.Code] < 4 || english[s.Code] < 1 {
				t.Errorf("%s: %d texts about %s and %d in English", name, own[s.Code], s.Code, english[s.Code])
			}
		}
		held := map[string]bool{}
		for _, person := range p.Demo.People {
			held[person.Post] = true
		}
		for _, post := range p.Posts {
			if !held[post.Code] {
				t.Errorf("%s: nobody holds %s", name, post.Code)
			}
		}
	}
}
