package app_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mahalle/internal/platform/dbtest"
)

// typedCommand is a curl command of the chapter about the API.
type typedCommand struct {
	method, path, body string
	headers            []string
	status             int // wanted; 0: it goes well
}

// commands finds the curl commands of a text. A line "# 412" before one says how
// it is refused.
func commands(text string) []typedCommand {
	var all []typedCommand
	status := 0
	for line := range strings.Lines(text) {
		line, indented := strings.CutPrefix(strings.TrimRight(line, "\n"), "    ")
		if code, ok := strings.CutPrefix(line, "# "); indented && ok {
			status, _ = strconv.Atoi(code)
		}
		if !indented || !strings.HasPrefix(line, "curl ") {
			continue
		}
		c := typedCommand{method: "GET", status: status}
		status = 0
		args := shellWords(line)
		for i := 1; i < len(args); i++ {
			switch args[i] {
			case "-i":
			case "-H":
				i++
				name, value, _ := strings.Cut(args[i], ": ")
				c.headers = append(c.headers, name, value)
			case "-d", "--data-binary":
				i++
				c.method, c.body = "POST", args[i]
			default:
				c.path = strings.TrimPrefix(args[i], "https://manisa.example")
			}
		}
		all = append(all, c)
	}
	return all
}

// shellWords are the words of a command line, as quotes hold them together.
func shellWords(line string) []string {
	var all []string
	word, quote := "", byte(0)
	for i := range len(line) {
		switch c := line[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote == 0 && c == ' ':
			all, word = append(all, word), ""
		default:
			word += string(c)
		}
	}
	return append(all, word)
}

func TestEveryCommandOfTheChapterAboutTheAPIWorks(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := commands(string(text))
	if len(all) < 12 {
		t.Fatalf("only %d commands were found", len(all))
	}
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := town(t, address)
		clerk := programOf(t, a, server, "zeynep-demir", "beyaz-masa-gorevli-1")
		number, etag := "", ""
		for _, c := range all {
			fill := strings.NewReplacer("MNS-26-000042-K", number, "$ETAG", etag, "$TOKEN", clerk.token)
			var headers []string
			for _, h := range c.headers {
				headers = append(headers, fill.Replace(h))
			}
			if c.body == "@cukur.jpg" {
				c.body = aPhoto(t)
			}
			got := clerk.call(c.method, fill.Replace(c.path), c.body, headers...)
			if got.status != c.status && (c.status != 0 || got.status >= 300) {
				t.Fatalf("%s %s answered %d %s", c.method, c.path, got.status, got.body)
			}
			if at := got.header.Get("Location"); at != "" {
				number = at[strings.LastIndexByte(at, '/')+1:]
			}
			if c.method == "GET" && strings.HasSuffix(c.path, "-K") {
				etag = got.header.Get("ETag")
			}
		}
	})
}
