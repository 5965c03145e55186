package requests

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
)

// besideParts adds the parts of a request, or the request of a part.
func (s *Service) besideParts(ctx context.Context, q db.Query, r *Request, b *beside) error {
	a := access.From(ctx)
	if r.Parent != "" {
		whole, err := byID(ctx, q, r.Parent)
		if err != nil {
			return err
		}
		row := s.row(ctx, a, whole)
		b.Whole = &row
	}
	if r.Parts == 0 {
		return nil
	}
	all, err := partsOf(ctx, q, r.ID)
	for i := range all {
		b.Parts = append(b.Parts, s.row(ctx, a, all[i]))
	}
	if err == nil {
		b.Signed, err = excepted(ctx, q, r.ID)
	}
	return err
}

// partsDone is how many of the parts have ended.
func partsDone(rows []listRow) (done int) {
	for i := range rows {
		if !rows[i].Status.Open() {
			done++
		}
	}
	return done
}

// progress is what a resident sees of the parts: how many have ended.
type progress struct{ Done, All int }

func partsProgress(ctx context.Context, q db.Query, r *Request) (progress, error) {
	if r.Parts == 0 {
		return progress{}, nil
	}
	all, err := partsOf(ctx, q, r.ID)
	p := progress{All: len(all)}
	for i := range all {
		if !all[i].Status.Open() {
			p.Done++
		}
	}
	return p, err
}

// partChoices lists the parts of a request that are still worked on.
func (s *Service) partChoices(ctx context.Context, q db.Query, r *Request, first string) ([]ui.Option, error) {
	open, err := openPartsOf(ctx, q, r)
	all := []ui.Option{{Label: first}}
	for i := range open {
		p := &open[i]
		all = append(all, ui.Option{Value: p.Number, Label: i18n.From(ctx).Say("requests.part_option", "number", partNumber(p.Number),
			"unit", s.pages.unitName(ctx, p.Unit), "what", headOf(s.pages.subjectName(ctx, p.Subject), p.Description))})
	}
	return all, err
}

// partNumber is the number of a part as people write it: MNS-26-004821-K/2.
func partNumber(number string) string {
	for i := len(number) - 1; i > 0; i-- {
		if number[i] == '.' {
			return number[:i] + "/" + number[i+1:]
		}
	}
	return number
}

// shownParts is how many lines the form for splitting begins with.
const shownParts = 3

// lines are how many lines the form for splitting shows.
func (v actView) lines() int {
	n, err := strconv.Atoi(v.Fields.Get("lines"))
	if err != nil || n < shownParts {
		n = shownParts
	}
	if v.Fields.Get("use") == "line" {
		n++
	}
	return min(n, mostParts)
}

// readParts reads the lines that were filled in.
func readParts(fields url.Values) []PartDraft {
	var all []PartDraft
	for i := 1; i <= mostParts; i++ {
		n := strconv.Itoa(i)
		d := PartDraft{Unit: fields.Get("unit_" + n), Subject: fields.Get("subject_" + n), Text: trimmed(fields.Get("text_" + n))}
		if d != (PartDraft{}) {
			all = append(all, d)
		}
	}
	return all
}

// wrongParts says beside each line what is wrong with it.
func (s *Service) wrongParts(ctx context.Context, r *Request, fields url.Values, is func(bad bool, name, key string, args ...any)) {
	filled := 0
	for i := 1; i <= mostParts; i++ {
		n := strconv.Itoa(i)
		unit, subject, text := fields.Get("unit_"+n), fields.Get("subject_"+n), trimmed(fields.Get("text_"+n))
		if unit+subject+text == "" {
			continue
		}
		filled++
		is(text == "", "text_"+n, "requests.part_say_what")
		is(len([]rune(text)) > mostDescribed, "text_"+n, "requests.staff_too_long", "n", mostDescribed)
		is(unit != "" && !s.mayReceive(ctx, unit), "unit_"+n, "requests.choose_another_unit")
		is(subject != "" && !slices.ContainsFunc(s.pages.subjects(ctx), func(c Choice) bool { return c.Code == subject }), "subject_"+n, "requests.part_choose_subject")
	}
	total := r.Parts + filled
	is(filled == 0 || total < fewestParts || total > mostParts, "text_1", "requests.parts_how_many", "few", fewestParts, "most", mostParts)
}

// partFields are the names of the fields of one line.
func partField(name string, i int) string { return fmt.Sprintf("%s_%d", name, i) }

// Acts of one request, by staff_acts.go.

func canSplit(_ access.Actor, r *Request) bool {
	return r.Parent == "" && r.Parts < mostParts && slices.Contains(gathered, r.Status)
}

func hasParts(_ access.Actor, r *Request) bool { return r.Parts > 0 && r.Status.Open() }

func isPart(_ access.Actor, r *Request) bool {
	return r.Parent != "" && slices.Contains([]Status{New, Working, Asked, Forwarded}, r.Status)
}

// whole: residents hear from the request, so what speaks to them is not for parts.
func whole(fits func(access.Actor, *Request) bool) func(access.Actor, *Request) bool {
	return func(a access.Actor, r *Request) bool { return r.Parent == "" && fits(a, r) }
}

func split(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.Split(ctx, tx, n, f.parts)
}

func endPart(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.EndPart(ctx, tx, n, f.part, f.into, f.text)
}

func sign(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.SignException(ctx, tx, n, f.text)
}

func partDone(s *Service, ctx context.Context, tx *db.Tx, n string, f form) error {
	return s.PartDone(ctx, tx, n, f.text, f.photos)
}

// partsRun says beside the words that parts run on, if that is why not.
func partsRun(err error) error {
	if f, ok := fault.Of(err); ok && f.Key == "requests.parts_open" {
		return atField("text", err)
	}
	return err
}
