package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"mahalle/internal/city"
)

type sentences map[city.Lang]map[string]message

// load reads all sources and reports everything that is wrong with them, not
// only the first thing.
func load(sources []fs.FS) (sentences, error) {
	all := sentences{}
	for _, lang := range city.Langs {
		all[lang] = map[string]message{}
	}
	var faults []error
	for _, source := range sources {
		one, err := loadSource(source)
		faults = append(faults, err, merge(all, one))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return all, nil
}

func merge(all, one sentences) error {
	var faults []error
	for _, lang := range city.Langs {
		for _, key := range slices.Sorted(maps.Keys(one[lang])) {
			if _, taken := all[lang][key]; taken {
				faults = append(faults, fmt.Errorf("%s: %q is there twice: another package has it too", file(lang), key))
			}
			all[lang][key] = one[lang][key]
		}
	}
	return errors.Join(faults...)
}

func loadSource(source fs.FS) (sentences, error) {
	one := sentences{}
	var faults []error
	for _, lang := range city.Langs {
		messages, err := loadFile(source, lang)
		one[lang] = messages
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return one, err
	}
	return one, alike(one)
}

func file(lang city.Lang) string { return "locales/" + string(lang) + ".json" }

func loadFile(source fs.FS, lang city.Lang) (map[string]message, error) {
	data, err := fs.ReadFile(source, file(lang))
	if err != nil {
		return nil, fmt.Errorf("every package speaks tr, fa and en: %w", err)
	}
	messages := map[string]message{}
	var faults []error
	err = eachEntry(data, func(key string, value json.RawMessage) {
		m, err := parseMessage(lang, value)
		if _, twice := messages[key]; twice {
			err = errors.New("it is there twice")
		}
		if err == nil && !strings.Contains(key, ".") {
			err = errors.New("a key begins with its package, such as requests.title")
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %q: %w", file(lang), key, err))
		}
		messages[key] = m
	})
	if err != nil {
		faults = append(faults, fmt.Errorf("%s: %w", file(lang), err))
	}
	return messages, errors.Join(faults...)
}

// eachEntry walks a flat JSON object. A map would hide a key written twice.
func eachEntry(data []byte, entry func(key string, value json.RawMessage)) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return errors.New("it is not a JSON object of keys and texts")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return fmt.Errorf("%q: %w", key, err)
		}
		entry(key.(string), value) // JSON allows nothing but a string before the colon
	}
	_, err := dec.Token()
	return err
}

// alike makes sure that the three languages say the same things.
func alike(one sentences) error {
	var faults []error
	keys := map[string]bool{}
	for _, messages := range one {
		for key := range messages {
			keys[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		var want []string
		for i, lang := range city.Langs {
			m, ok := one[lang][key]
			switch {
			case !ok:
				faults = append(faults, fmt.Errorf("%s: %q is missing", file(lang), key))
			case i == 0 || want == nil:
				want = m.names()
			case !slices.Equal(want, m.names()):
				faults = append(faults, fmt.Errorf("%s: %q has the placeholders %v, other languages have %v",
					file(lang), key, m.names(), want))
			}
		}
	}
	return errors.Join(faults...)
}
