package requests

import (
	"cmp"
	"net/url"

	"mahalle/internal/platform/ui"
)

func (v actView) enctype() string {
	if v.Act.photos {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

// asksText reports whether the form has a place for words.
func (v actView) asksText() bool { return v.Act.text != "" || v.Act.words }

// fault is what is wrong with the words, whichever rule said so.
func (v actView) textFault() string { return cmp.Or(v.Faults["text"], v.Faults["why"]) }

// carry is what the letter's page carries along while one looks at it.
func (v actView) carry() []ui.Hidden {
	text := v.Preview
	if v.Request.Members > 0 {
		text = v.Fields.Get("text")
	}
	all := []ui.Hidden{{Name: "text", Value: text}}
	for _, name := range []string{"template", "interim", "outcome", "text_tr", "text_fa", "text_en"} {
		if value := v.Fields.Get(name); value != "" {
			all = append(all, ui.Hidden{Name: name, Value: value})
		}
	}
	for _, p := range v.Kept {
		all = append(all, ui.Hidden{Name: "kept", Value: p.word})
	}
	return all
}

// back is the page one gives up to.
func (v actView) back() string {
	at := listAddress + "/" + v.Request.Number
	if list := v.Fields.Get("list"); list != "" && v.Fields.Get("back") == "list" {
		return listAddress + "?" + list
	} else if list != "" {
		return at + "?list=" + url.QueryEscape(list)
	}
	return at
}
