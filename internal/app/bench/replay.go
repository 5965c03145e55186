package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

// statement is one that the server asks, and its values.
type statement struct {
	text string
	args []any
}

func (s statement) writes() bool {
	verb, _, _ := strings.Cut(strings.TrimSpace(s.text), " ")
	return verb == "INSERT" || verb == "UPDATE" || verb == "DELETE"
}

// overhear lets this program answer one request and writes down every statement
// it asks for it, in their order. What is asked of the database itself to
// begin and commit is not among them.
func overhear(ctx context.Context, a *app.App, ask *http.Request) ([]statement, error) {
	var mu sync.Mutex
	var all []statement
	ctx = db.Overhear(ctx, func(text string, args []any) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, statement{text, args})
	})
	answer := httptest.NewRecorder()
	a.Router.ServeHTTP(answer, ask.WithContext(ctx))
	if answer.Code >= 400 {
		return nil, fmt.Errorf("%s answered %d: %s", ask.URL.Path, answer.Code, answer.Body)
	}
	mu.Lock()
	defer mu.Unlock()
	return all, nil
}

// listOnce and createOnce overhear one list and one create.
func (b *bench) listOnce(ctx context.Context, a *app.App) ([]statement, error) {
	return overhear(ctx, a, b.listOf(50, "")(0).Request)
}

func (b *bench) createOnce(ctx context.Context, a *app.App) ([]statement, error) {
	all, err := overhear(ctx, a, b.create(0).Request)
	if err != nil {
		return nil, err
	}
	// The session is read before the transaction of a create begins.
	for i, s := range all {
		if strings.Contains(s.text, "once_answers") {
			return all[i:], nil
		}
	}
	return nil, fmt.Errorf("a create asked %d statements, none of them whether it is a repeat", len(all))
}

// Things that have a name of their own must get another one in each copy: the
// IDs, the request's number, and the key of a repeat.
var (
	ownID     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	ownNumber = regexp.MustCompile(`[A-Z]{3}-\d\d-\d{6,}-[A-Z]`)
	ownKey    = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// copies makes copies of some statements: the same, each time for another
// request. Where the names are is found beforehand, so that copying costs the
// bare driver next to nothing.
func copies(all []statement) func() []statement {
	c := copier{known: map[string]int{}}
	plans := make([][]any, len(all))
	for i, s := range all {
		plans[i] = make([]any, len(s.args))
		for n, value := range s.args {
			plans[i][n] = c.plan(value)
		}
	}
	return func() []statement { return c.again(all, plans) }
}

type copier struct {
	known map[string]int // name → which of them it is
}

// mixture is a text with names in it: literal, name, literal, … A lone name has
// empty literals around it.
type mixture struct {
	literals []string
	names    []int
	bytes    bool
}

func (c *copier) plan(value any) any {
	switch v := value.(type) {
	case string:
		return c.split(v, false)
	case city.ID:
		return c.split(string(v), false)
	case []byte:
		return c.split(string(v), true)
	}
	return value
}

var anyName = regexp.MustCompile(ownID.String() + "|" + ownNumber.String() + "|" + ownKey.String())

func (c *copier) split(text string, bytes bool) any {
	m := mixture{bytes: bytes}
	at := 0
	for _, found := range anyName.FindAllStringIndex(text, -1) {
		name := text[found[0]:found[1]]
		if _, known := c.known[name]; !known {
			c.known[name] = len(c.known)
		}
		m.literals, m.names = append(m.literals, text[at:found[0]]), append(m.names, c.known[name])
		at = found[1]
	}
	m.literals = append(m.literals, text[at:])
	if len(m.names) == 0 && !bytes {
		return text
	}
	return m
}

func (m mixture) with(names []string) any {
	var b strings.Builder
	for i, n := range m.names {
		b.WriteString(m.literals[i])
		b.WriteString(names[n])
	}
	b.WriteString(m.literals[len(m.names)])
	if m.bytes {
		return []byte(b.String())
	}
	return b.String()
}

func (c *copier) again(all []statement, plans [][]any) []statement {
	names := make([]string, len(c.known))
	for i := range names {
		names[i] = string(city.NewID())
	}
	copied := make([]statement, len(all))
	for i, s := range all {
		copied[i] = statement{s.text, make([]any, len(s.args))}
		for n, value := range plans[i] {
			if m, mixed := value.(mixture); mixed {
				value = m.with(names)
			}
			copied[i].args[n] = value
		}
	}
	return copied
}
