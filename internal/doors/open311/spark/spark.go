// Package spark reads a GeoReport document in XML as what its JSON would be: the
// outermost element is left out, a container of repeated elements is a list, an
// empty element is nothing. So a reader needs to know one shape only.
package spark

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// lists are the containers of repeated elements; with one child, or none, their
// shape does not tell.
var lists = map[string]bool{"services": true, "service_requests": true, "errors": true, "endpoints": true, "formats": true, "attributes": true,
	"values": true, "groups": true, "media_urls": true, "notes": true, "service_request_updates": true}

// Limits on what another machine may send.
const (
	deepest   = 20
	mostNodes = 200_000
)

// ErrTooLarge: the document is deeper or longer than any that is meant.
var ErrTooLarge = errors.New("spark: the document is too deep or too long")

// XML reads a document: maps by name, lists, texts, and nil for what is empty.
// Numbers and truths are texts, as XML has them.
func XML(document []byte) (any, error) {
	d := xml.NewDecoder(bytes.NewReader(document))
	r := reader{d: d}
	for {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			return r.element(start, 0)
		}
	}
}

type reader struct {
	d     *xml.Decoder
	nodes int
}

// element reads on to the end of an element.
func (r *reader) element(start xml.StartElement, depth int) (any, error) {
	if r.nodes++; depth > deepest || r.nodes > mostNodes {
		return nil, ErrTooLarge
	}
	var text strings.Builder
	var names []string
	var children []any
	for {
		token, err := r.d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			child, err := r.element(t, depth+1)
			if err != nil {
				return nil, err
			}
			names, children = append(names, t.Name.Local), append(children, child)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			return shaped(start.Name.Local, names, children, text.String()), nil
		}
	}
}

// shaped is an element as JSON has it.
func shaped(name string, names []string, children []any, text string) any {
	switch {
	case lists[name]:
		if children == nil {
			return []any{}
		}
		return children
	case len(children) == 0 && text == "":
		return nil
	case len(children) == 0:
		return text
	}
	all := map[string]any{}
	for i, n := range names {
		was, again := all[n]
		if several, list := was.([]any); again && list && !lists[n] {
			all[n] = append(several, children[i])
		} else if again {
			all[n] = []any{was, children[i]}
		} else {
			all[n] = children[i]
		}
	}
	return all
}

// JSON reads a document in JSON into the same shape: numbers and truths as texts.
func JSON(document []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("spark: more follows the document")
	}
	return texts(v), nil
}

func texts(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = texts(v[k])
		}
	case []any:
		for i := range v {
			v[i] = texts(v[i])
		}
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	}
	return v
}
