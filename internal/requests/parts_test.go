package requests

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/promises"
)

var threeParts = []PartDraft{{Text: "Çukuru doldurun"}, {Unit: "park", Text: "Kökü kesin"}, {Unit: "park", Text: "Fidan dikin"}}

// inParts opens a request and splits it among roads and parks.
func inParts(t *testing.T, s *Service, ctx context.Context) Opened {
	t.Helper()
	o := toldBy(t, s, ctx, "a@example.org", "tr")
	at := grouping(ctx, "yol")
	write(t, s.db, at, func(tx *db.Tx) error { return s.Split(at, tx, o.Number, threeParts) })
	return o
}

func part(number string, n string) string { return number + "." + n }

func TestARequestEndsWhenItsPartsHaveEnded(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := inParts(t, s, ctx)
		r, second := get(t, s, ctx, o.Number), get(t, s, ctx, part(o.Number, "2"))
		if r.Parts != 3 || r.Status != Working || second.Unit != "park" || second.Parent != o.ID || second.Due.IsZero() || second.Public {
			t.Errorf("the request %s with %d parts, the second %+v", r.Status, r.Parts, second)
		}
		yol, park := grouping(ctx, "yol"), grouping(ctx, "park")
		finish := func() error {
			return s.db.Write(yol, func(tx *db.Tx) error {
				return s.Finish(yol, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
			})
		}
		if err := finish(); fault.KindOf(err) != fault.Conflict {
			t.Errorf("it ended before its parts: %v", err)
		}
		write(t, s.db, yol, func(tx *db.Tx) error { return s.PartDone(yol, tx, part(o.Number, "1"), "Dolduruldu", nil) })
		for _, n := range []string{"2", "3"} {
			write(t, s.db, park, func(tx *db.Tx) error { return s.Take(park, tx, part(o.Number, n)) })
			write(t, s.db, park, func(tx *db.Tx) error { return s.PartDone(park, tx, part(o.Number, n), "Bitti", nil) })
		}
		if p := get(t, s, ctx, part(o.Number, "3")); p.Status != Closed || p.Outcome != Fixed {
			t.Errorf("the part stands as %s %s", p.Status, p.Outcome)
		}
		if err := finish(); err != nil {
			t.Errorf("with all parts done: %v", err)
		}
		if _, n := saidTo(t, s, ctx, o.ID, Finish); n != 1 || get(t, s, ctx, o.Number).Status != Done {
			t.Errorf("the resident was told %d times", n)
		}
		if owed, _ := promises.List(ctx, s.db.Read(ctx), promises.Owed{Limit: 10}); len(owed) != 0 {
			t.Errorf("still owed: %+v", owed)
		}
	})
}

func TestAnExceptionIsSignedByWhoMayAndNothingIsCancelledSilently(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := inParts(t, s, ctx)
		manager, clerk := grouping(ctx, "yol"), grouping(ctx, "yol")
		delete(access.From(clerk).Permissions, CanRefuse)
		sign := func(at context.Context) error {
			return s.db.Write(at, func(tx *db.Tx) error { return s.SignException(at, tx, o.Number, "Fidan baharda dikilecek") })
		}
		if err := sign(clerk); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a clerk signed: %v", err)
		}
		if err := sign(manager); err != nil {
			t.Fatal(err)
		}
		write(t, s.db, clerk, func(tx *db.Tx) error {
			return s.Finish(clerk, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		if p := get(t, s, ctx, part(o.Number, "3")); !p.Status.Open() {
			t.Errorf("the part that ran was ended: %s", p.Status)
		}
		if got := strings.Join(kinds(t, s, ctx, o.ID), " "); !strings.Contains(got, (events.ExceptionSigned{}).Kind()) {
			t.Errorf("the journal holds no signature: %s", got)
		}
	})
}

func TestARefusalSaysWhatBecomesOfItsParts(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := inParts(t, s, ctx)
		at := grouping(ctx, "yol")
		refuse := func(drop bool) error {
			return s.db.Write(at, func(tx *db.Tx) error {
				return s.Finish(at, tx, o.Number, Finishing{Outcome: Refused, Text: "Özel mülk", DropParts: drop})
			})
		}
		if err := refuse(false); fault.KindOf(err) != fault.Conflict {
			t.Errorf("refused with parts running: %v", err)
		}
		if err := refuse(true); err != nil {
			t.Fatal(err)
		}
		p := get(t, s, ctx, part(o.Number, "2"))
		said, n := saidTo(t, s, ctx, p.ID, Note)
		if p.Status != Closed || p.Outcome != Refused || n != 1 || said.Text != "Özel mülk" {
			t.Errorf("the part %s %s, told %q", p.Status, p.Outcome, said.Text)
		}
	})
}

func TestTwoPartsOfOneRequestBecomeOne(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o, other := inParts(t, s, ctx), inParts(t, s, ctx)
		at := grouping(ctx, "yol")
		end := func(which, into string) error {
			return s.db.Write(at, func(tx *db.Tx) error { return s.EndPart(at, tx, o.Number, which, into, "Aynı ekip yapar") })
		}
		if err := end(part(o.Number, "3"), part(o.Number, "2")); err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{
			"with one that has ended":    end(part(o.Number, "1"), part(o.Number, "3")),
			"with itself":                end(part(o.Number, "1"), part(o.Number, "1")),
			"with another request's":     end(part(o.Number, "1"), part(other.Number, "1")),
			"of another request":         end(part(other.Number, "1"), ""),
			"a second time":              end(part(o.Number, "3"), ""),
			"with one that is not there": end(part(o.Number, "1"), part(o.Number, "9")),
		} {
			if err == nil {
				t.Errorf("%s: done", name)
			}
		}
		if p := get(t, s, ctx, part(o.Number, "3")); p.Status != Closed || owedOf(t, s, ctx, p.ID)[promises.Repair] != promises.Cancelled {
			t.Errorf("it stands as %s", p.Status)
		}
	})
}

func TestPartsCountForNothing(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := inParts(t, s, ctx)
		q := s.db.Read(ctx)
		n, err := db.One(ctx, q, db.Value[int], `SELECT count(*) FROM pub_requests WHERE tenant_id = $1`, q.Tenant())
		if err != nil || n != 1 {
			t.Errorf("%d requests are told to others (%v)", n, err)
		}
		p := get(t, s, ctx, part(o.Number, "1"))
		entries, err := journal.Of(ctx, q, p.ID, 10)
		for _, e := range entries {
			var f events.PartOpened
			if err := e.Read(&f); err != nil || !f.Part {
				t.Errorf("%s does not say that it is about a part (%v)", e.Kind, err)
			}
		}
		if err != nil || len(entries) == 0 {
			t.Errorf("the part has no history (%v)", err)
		}
		park := access.From(grouping(ctx, "park"))
		for view, want := range map[Parts]int{NoParts: 0, PartsToo: 2, PartsOnly: 2} {
			if rows, err := list(ctx, q, park, Filter{Open: true, Parts: view, Limit: 10}); err != nil || len(rows) != want {
				t.Errorf("the list of %d holds %d (%v), want %d", view, len(rows), err, want)
			}
		}
		for name, err := range map[string]error{
			"reply": s.db.Write(ctx, func(tx *db.Tx) error { return s.Reply(grouping(ctx, "yol"), tx, p.Number, "Merhaba", "", false) }),
			"join":  s.db.Write(ctx, func(tx *db.Tx) error { _, err := s.JoinIn(ctx, tx, p.Number, "", "browser-1"); return err }),
			"split": s.db.Write(ctx, func(tx *db.Tx) error { return s.Split(grouping(ctx, "yol"), tx, p.Number, threeParts) }),
		} {
			if fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestWhatCannotBeSplitIsSaidSo(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := toldBy(t, s, ctx, "a@example.org", "tr")
		for name, drafts := range map[string][]PartDraft{
			"into nothing":  nil,
			"into one":      threeParts[:1],
			"into eleven":   append(append(append(threeParts, threeParts...), threeParts...), threeParts[:2]...),
			"without words": {{Unit: "park"}, {Text: "Doldurun"}},
		} {
			at := grouping(ctx, "yol")
			err := s.db.Write(at, func(tx *db.Tx) error { return s.Split(at, tx, o.Number, drafts) })
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if r := get(t, s, ctx, o.Number); r.Parts != 0 || r.Status != New {
			t.Errorf("the refused ones left their mark: %+v", r.Together)
		}
	})
}

func TestANumberOfAPartIsReadAsPeopleWriteIt(t *testing.T) {
	whole := number("MNS", 2026, 4821)
	for typed, want := range map[string]string{
		whole + "/2": whole + ".2", whole + ".2": whole + ".2", whole + "-10": whole + ".10", strings.ToLower(whole) + " 2": whole + ".2",
		whole + "/۲": whole + ".2", whole + "/0": "", whole + "/11": "", whole + "/02": "", whole + "/999999999999999999999": "", whole: whole,
	} {
		if got, err := ParseNumber(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("%q reads as %q (%v)", typed, got, err)
		}
	}
}

func TestARequestIsSplitWorkedOnAndFollowed(t *testing.T) {
	atWork(t, func(b *street) {
		b.leader("yol")
		o, at := b.told()
		b.wants(b.get(at+"/split"), http.StatusOK, "1. parça", "3. parça", "Kurallara göre")
		form := typed("text_1", "Çukuru doldurun", "unit_2", "park")
		b.wants(b.post(at+"/split", form), http.StatusUnprocessableEntity, "Bu parçada ne yapılacağını yazın", "Çukuru doldurun")
		form.Set("use", "line")
		b.wants(b.post(at+"/split", form), http.StatusOK, "4. parça", "Çukuru doldurun")
		form.Del("use")
		form.Set("text_2", "Kökü kesin")
		b.done(b.post(at+"/split", form), at)
		b.done(b.post(at+"/split", form), at) // once
		b.wants(b.get(at), http.StatusOK, "Tamamlanan iş", "0 / 2", o.Number+".2", "Kökü kesin", "parça sayısı: 2", "İstisna imzala")
		public := b.get("/r/" + o.Number)
		b.wants(public, http.StatusOK, "Tamamlanan iş", "0 / 2")
		if strings.Contains(public.body, "Kökü kesin") || strings.Contains(public.body, o.Number+"/2") {
			b.Error("inside words are shown to residents")
		}
		hidden := b.get("/r/" + o.Number + ".2")
		if hidden.Code == http.StatusOK && strings.Contains(hidden.body, "Kökü") {
			b.Error("a part has a page for residents")
		}
		b.wants(b.post(at+"/finish", typed("text", "Onarıldı.", "outcome", "fixed")), http.StatusUnprocessableEntity, "2 parça henüz bitmedi")
		b.actor = staffOf("park")
		second := "/staff/requests/" + o.Number + ".2"
		b.wants(b.get("/staff/requests?view=parts"), http.StatusOK, o.Number+".2")
		b.wants(b.get(second), http.StatusOK, "Şu başvurunun bir parçası:", "Kökü kesin")
		b.done(b.post(second+"/take", typed()), second)
		b.wants(b.post(second+"/part-done", typed()), http.StatusUnprocessableEntity)
		b.done(b.post(second+"/part-done", typed("text", "Kesildi")), second)
		b.leader("yol")
		b.wants(b.get(at), http.StatusOK, "1 / 2", "bir parçayı bitirdi", o.Number+"/2")
		b.wants(b.get(at+"/refuse"), http.StatusOK, "Devam eden parçalar ne olsun?")
		b.wants(b.get(at+"/end-part"), http.StatusOK, "Hangi parça?", o.Number+"/1")
		b.done(b.post(at+"/end-part", typed("part", o.Number+".1", "text", "Gerek kalmadı")), at)
		b.done(b.post(at+"/finish", typed("text", "Onarıldı.", "outcome", "fixed")), at)
		b.is(o.Number, Done)
	})
}
