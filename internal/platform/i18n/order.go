package i18n

import (
	"bytes"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"mahalle/internal/city"
)

// sorter knows the alphabet of one language. It is not for two at once, hence
// the pool in tongue.
type sorter struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

// Numbers sort by size, so "2. Sokak" comes before "10. Sokak".
func newSorter(lang city.Lang) *sorter {
	return &sorter{collator: collate.New(language.MustParse(string(lang)), collate.Numeric)}
}

// Compare puts two names in the order of the reader's alphabet: negative when
// a comes first. Names that differ in nothing a dictionary sees are 0.
func (l Locale) Compare(a, b string) int {
	pool := &l.speech().sorters
	s := pool.Get().(*sorter)
	defer pool.Put(s)
	return s.collator.CompareString(a, b)
}

// SortKey is a key for the database: comparing the bytes of two keys gives the
// order of the reader's alphabet. Keys of different languages do not mix.
func (l Locale) SortKey(name string) []byte {
	pool := &l.speech().sorters
	s := pool.Get().(*sorter)
	defer pool.Put(s)
	s.buffer.Reset()
	return bytes.Clone(s.collator.KeyFromString(&s.buffer, name))
}
