// Command mahalle runs a city's services: see README.md for the first success,
// and mahalle --help for what it can do.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is everything the program can be asked.
type commands struct {
	Demo    demoCommand    `cmd:"" help:"Stand in a living city with invented people, in one step."`
	Serve   serveCommand   `cmd:"" help:"Serve the cities of a database."`
	Init    initCommand    `cmd:"" help:"Make a real, empty city of a city pack."`
	Host    hostCommand    `cmd:"" help:"Say under which host names a city is served."`
	Import  importCommand  `cmd:"" help:"Bring in what another system knows."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to this program."`
	User    userCommand    `cmd:"" help:"Give people accounts and posts."`
	Partner partnerCommand `cmd:"" help:"Let other systems in, and take their keys."`
	Jobs    jobsCommand    `cmd:"" help:"Look at jobs that were given up, and try them again."`
	Doctor  doctorCommand  `cmd:"" help:"Look whether everything is well."`
	Backup  backupCommand  `cmd:"" help:"Copy a running city into one folder, and check the copy."`
	Restore restoreCommand `cmd:"" help:"Bring a city back from such a folder."`
	Move    moveCommand    `cmd:"" help:"Take a whole city from one database to another."`
	Bench   benchCommands  `cmd:"" help:"Measure this machine beside its own ceiling."`
	Train   trainCommand   `cmd:"" help:"Learn labels from a file of texts, and say how well."`
	Ceiling ceilingCommand `cmd:"" name:"bench-ceiling" hidden:""`
	Rows    rowsCommand    `cmd:"" name:"bench-rows" hidden:""`
	Version versionCommand `cmd:"" help:"Say which version this is."`

	LogLevel slog.Level `help:"How much is logged: debug, info, warn, error." default:"info" env:"MAHALLE_LOG"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "mahalle:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var c commands
	parser, err := kong.New(&c, kong.Name("mahalle"), kong.UsageOnError(),
		kong.Description("The system a municipality runs its services on."),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return err
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: c.LogLevel})))
	return chosen.Run()
}
