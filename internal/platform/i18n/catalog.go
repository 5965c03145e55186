package i18n

import (
	"embed"
	"io/fs"
	"slices"
	"strconv"
	"sync"
	"time"

	"mahalle/internal/city"
)

// The words every page needs: months, weekdays, today and tomorrow.
//
//go:embed locales
var ownWords embed.FS

// Catalog holds every sentence of the house in every language. It does not
// change after loading and may be used by many at once.
type Catalog struct {
	tongues map[city.Lang]*tongue
	keys    []string
}

// tongue is all that one language needs in order to speak.
type tongue struct {
	lang        city.Lang
	messages    map[string]message
	long, short names
	sorters     sync.Pool
}

// NewCatalog reads locales/tr.json, fa.json and en.json of every source, and
// this package's own. It refuses, naming file and key, a language that is
// missing, a key that somebody else has, a key or a {placeholder} that one
// language has and another lacks, and a text that is empty or cannot be read.
func NewCatalog(sources ...fs.FS) (*Catalog, error) {
	all, err := load(append([]fs.FS{ownWords}, sources...))
	if err != nil {
		return nil, err
	}
	c := &Catalog{tongues: map[city.Lang]*tongue{}}
	for _, lang := range city.Langs {
		c.tongues[lang] = newTongue(lang, all[lang])
	}
	for key := range all[city.English] {
		c.keys = append(c.keys, key)
	}
	slices.Sort(c.keys)
	return c, nil
}

// Keys lists the keys of all sentences in alphabetical order.
func (c *Catalog) Keys() []string { return slices.Clone(c.keys) }

// Locale speaks lang to someone whose clocks run by zone. A language we do not
// have becomes English; without a zone times are told in UTC.
func (c *Catalog) Locale(lang city.Lang, zone *time.Location) Locale {
	t, ok := c.tongues[lang]
	if !ok {
		t = c.tongues[city.English]
	}
	if zone == nil {
		zone = time.UTC
	}
	return Locale{Lang: t.lang, Zone: zone, tongue: t}
}

func newTongue(lang city.Lang, messages map[string]message) *tongue {
	t := &tongue{lang: lang, messages: messages}
	t.list(t.long.months[:], "i18n.month.", 1)
	t.list(t.short.months[:], "i18n.month_short.", 1)
	t.list(t.long.weekdays[:], "i18n.weekday.", 0)
	t.list(t.short.weekdays[:], "i18n.weekday_short.", 0)
	t.sorters.New = func() any { return newSorter(lang) }
	return t
}

// list reads numbered keys such as i18n.month.1 into names.
func (t *tongue) list(names []string, prefix string, first int) {
	for i := range names {
		if words := t.messages[prefix+strconv.Itoa(first+i)].other; len(words) > 0 {
			names[i] = words[0].text
		}
	}
}

// own speaks where nobody has put a Locale into the context.
var own = sync.OnceValue(func() *Catalog {
	c, err := NewCatalog()
	if err != nil {
		panic(err) // our own embedded words; a test reads them
	}
	return c
})
