package requests

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/promises"
)

// toldThrough opens a request that came by a channel.
func toldThrough(t *testing.T, s *Service, ctx context.Context, channel string, c Contact) Opened {
	t.Helper()
	var o Opened
	write(t, s.db, ctx, func(tx *db.Tx) (err error) {
		o, err = s.Open(ctx, tx, Report{Kind: "request", Subject: "YL01", Description: "Aynı çukur", Lang: "tr",
			Place: city.Place{District: "turgutlu", Point: city.PointAt(38.5, 27.7)}, Channel: channel, Contact: c})
		return err
	})
	return o
}

func TestTheSameByTelephoneAndByLetterIsOneCaseWithTwoAnswers(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		phoned := toldThrough(t, s, ctx, "phone", Contact{Phone: "+905321234118", Lang: "tr"})
		wrote := toldThrough(t, s, later(ctx, time.Hour), "mail", Contact{Email: "a@example.org", Phone: "+905321234118", Lang: "tr"})
		sent := toldThrough(t, s, later(ctx, time.Hour), "import", Contact{Email: "a@example.org", Lang: "tr"}) // from the state's own system
		write(t, s.db, ctx, func(tx *db.Tx) error { _, err := s.JoinIn(ctx, tx, wrote.Number, "", "browser-1"); return err })
		at := grouping(later(ctx, 2*time.Hour), "yol")
		for _, o := range []Opened{wrote, sent} {
			write(t, s.db, at, func(tx *db.Tx) error { return s.Merge(at, tx, o.Number, phoned.Number, "") })
		}
		d, r := get(t, s, ctx, wrote.Number), get(t, s, ctx, phoned.Number)
		if d.Status != Done || d.Outcome != Duplicate || d.MergedInto != phoned.ID || r.People != 2 {
			t.Errorf("the duplicate %s %s into %q; %d people", d.Status, d.Outcome, d.MergedInto, r.People)
		}
		if owed := owedOf(t, s, ctx, wrote.ID); owed[promises.Answer] != promises.Open || owed[promises.Repair] != promises.Handed {
			t.Errorf("for the duplicate is owed %v", owed)
		}
		if said, n := saidTo(t, s, ctx, wrote.ID, Finish); n != 1 || said.Text == "" {
			t.Errorf("its sender was told %d times: %q", n, said.Text)
		}
		write(t, s.db, ctx, func(tx *db.Tx) error { // whoever read the old page
			_, err := s.JoinIn(ctx, tx, wrote.Number, "", "browser-2")
			return err
		})
		if r = get(t, s, ctx, phoned.Number); r.People != 3 {
			t.Errorf("joining the old number left %d people", r.People)
		}
		write(t, s.db, at, func(tx *db.Tx) error {
			return s.Finish(at, tx, phoned.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		for o, want := range map[Opened]promises.State{phoned: promises.Kept, wrote: promises.Kept, sent: promises.Open} {
			if owed := owedOf(t, s, ctx, o.ID); owed[promises.Answer] != want {
				t.Errorf("%s: the answer is %s", o.Number, owed[promises.Answer])
			}
		}
		write(t, s.db, at, func(tx *db.Tx) error { return s.AnswerGiven(at, tx, sent.Number, "Sistemde cevaplandı") })
		if owed := owedOf(t, s, ctx, sent.ID); owed[promises.Answer] != promises.Kept {
			t.Errorf("the answer is %s", owed[promises.Answer])
		}
		err := s.db.Write(at, func(tx *db.Tx) error { return s.AnswerGiven(at, tx, sent.Number, "Bir daha") })
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("an answer was given twice: %v", err)
		}
	})
}

func TestWhatWasMergedByMistakeIsPartedAgain(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		first, second := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr")
		was := get(t, s, ctx, second.Number)
		for _, browser := range []string{"browser-1", "browser-2"} {
			write(t, s.db, ctx, func(tx *db.Tx) error { _, err := s.JoinIn(ctx, tx, second.Number, "", browser); return err })
		}
		write(t, s.db, ctx, func(tx *db.Tx) error { _, err := s.JoinIn(ctx, tx, first.Number, "", "browser-1"); return err })
		at := grouping(ctx, "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Merge(at, tx, second.Number, first.Number, "Aynı yer") })
		if r := get(t, s, ctx, first.Number); r.People != 4 { // two who asked, two browsers
			t.Errorf("%d people together", r.People)
		}
		write(t, s.db, at, func(tx *db.Tx) error { return s.Unmerge(at, tx, second.Number) })
		d, r := get(t, s, ctx, second.Number), get(t, s, ctx, first.Number)
		if d.Status != New || d.MergedInto != "" || d.Outcome != "" || !d.Due.Equal(was.Due) || r.People != 2 {
			t.Errorf("parted: %s until %s (was %s), the other has %d people", d.Status, d.Due, was.Due, r.People)
		}
		if owed := owedOf(t, s, ctx, second.ID); owed[promises.Answer] != promises.Open || owed[promises.Repair] != promises.Open {
			t.Errorf("it owes %v", owed)
		}
		if got := kinds(t, s, ctx, second.ID); got[len(got)-1] != (events.RequestUnmerged{}).Kind() {
			t.Errorf("the journal ends with %v", got)
		}
	})
}

func TestANoToADuplicatePartsItAgain(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		first, second := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr")
		at := grouping(ctx, "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Merge(at, tx, second.Number, first.Number, "") })
		write(t, s.db, ctx, func(tx *db.Tx) error {
			return s.Object(ctx, tx, second.Number, second.Secret, "sad", "Benimki başka sokakta")
		})
		write(t, s.db, at, func(tx *db.Tx) error { return s.Reopen(at, tx, second.Number) })
		d := get(t, s, ctx, second.Number)
		if d.Status != Working || d.MergedInto != "" || d.Due.IsZero() || get(t, s, ctx, first.Number).People != 1 {
			t.Errorf("after the no: %s, %q until %s", d.Status, d.MergedInto, d.Due)
		}
	})
}

func TestWhatCannotBeMergedIsSaidSo(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		a, b, c := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr"), toldBy(t, s, ctx, "c@example.org", "tr")
		closed, lead := toldBy(t, s, ctx, "d@example.org", "tr"), toldBy(t, s, ctx, "e@example.org", "tr")
		at := grouping(ctx, "yol")
		write(t, s.db, at, func(tx *db.Tx) error { return s.Merge(at, tx, a.Number, b.Number, "") })
		write(t, s.db, at, func(tx *db.Tx) error { return s.Gather(at, tx, lead.Number, []string{c.Number}) })
		write(t, s.db, at, func(tx *db.Tx) error {
			return s.Finish(at, tx, closed.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		for name, tt := range map[string]struct {
			at         context.Context
			what, into string
			want       fault.Kind
		}{
			"with itself":              {at, b.Number, b.Number, fault.Invalid},
			"in a circle":              {at, b.Number, a.Number, fault.Invalid},
			"a second time":            {at, a.Number, b.Number, fault.Conflict},
			"into what is finished":    {at, b.Number, closed.Number, fault.Conflict},
			"what is finished":         {at, closed.Number, b.Number, fault.Conflict},
			"what leads others":        {at, lead.Number, b.Number, fault.Conflict},
			"a member":                 {at, c.Number, b.Number, fault.Conflict},
			"into what is not there":   {at, b.Number, number("KSB", 2026, 999999), fault.NotFound},
			"what one may not see":     {grouping(ctx, "park"), b.Number, lead.Number, fault.NotFound},
			"without being allowed to": {officer(ctx, "yol"), b.Number, lead.Number, fault.Forbidden},
		} {
			err := s.db.Write(tt.at, func(tx *db.Tx) error { return s.Merge(tt.at, tx, tt.what, tt.into, "") })
			if fault.KindOf(err) != tt.want {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestTwoClerksAtOnceMergeInOneDirectionOnly(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		a, b := toldBy(t, s, ctx, "a@example.org", "tr"), toldBy(t, s, ctx, "b@example.org", "tr")
		at := grouping(ctx, "yol")
		errs := bothAtOnce(func(i int) error {
			pair := [][2]string{{a.Number, b.Number}, {b.Number, a.Number}}[i]
			return s.db.Write(at, func(tx *db.Tx) error { return s.Merge(at, tx, pair[0], pair[1], "") })
		})
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("one wins and the other is told: %v", errs)
		}
		if kind := fault.KindOf(errors.Join(errs[0], errs[1])); kind != fault.Invalid && kind != fault.Conflict {
			t.Errorf("the other was told %v", errs)
		}
		if ra, rb := get(t, s, ctx, a.Number), get(t, s, ctx, b.Number); ra.Status.Open() == rb.Status.Open() {
			t.Errorf("a stands as %s, b as %s", ra.Status, rb.Status)
		}
	})
}

func TestTwoClerksAtOnceFinishOnce(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := toldBy(t, s, ctx, "a@example.org", "tr")
		at := grouping(ctx, "yol")
		errs := bothAtOnce(func(int) error {
			return s.db.Write(at, func(tx *db.Tx) error {
				return s.Finish(at, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
			})
		})
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("one wins and the other is told: %v", errs)
		}
		if _, n := saidTo(t, s, ctx, o.ID, Finish); n != 1 {
			t.Errorf("the resident was told %d times", n)
		}
	})
}

func TestADuplicateIsClosedFromItsPageAndItsOldNumberLeadsOn(t *testing.T) {
	atWork(t, func(b *street) {
		b.leader("yol")
		first, _ := b.told()
		second, at := b.told()
		b.wants(b.get(at+"/duplicate"), http.StatusOK, "Hangi başvurunun tekrarı?")
		b.wants(b.post(at+"/duplicate", typed("other", second.Number)), http.StatusUnprocessableEntity, "birbirinin tekrarı")
		form := typed("other", first.Number, "text", "Bilginize")
		b.done(b.post(at+"/duplicate", form), at)
		b.done(b.post(at+"/duplicate", form), at) // once
		b.wants(b.get(at), http.StatusOK, "Bu başvuru tekrar olduğu için kapatıldı", first.Number, "Cevap verildi")
		b.wants(b.get("/staff/requests/"+first.Number), http.StatusOK, "1 başvuru bunun tekrarı", "Cevap bekleyen kanallar", second.Number)
		page := b.get("/r/" + second.Number)
		b.wants(page, http.StatusOK, "İş burada sürüyor", "/r/"+first.Number)
		said, _ := saidTo(b.T, b.s, b.ctx, second.ID, Finish)
		if !strings.Contains(said.Text, first.Number) || !strings.Contains(said.Text, "Bilginize") {
			b.Errorf("the resident was told %q", said.Text)
		}
		colleague := b.actor
		colleague.Person = "a-colleague"
		b.actor = colleague
		b.wants(b.post(at+"/finish", typed("text", "Onarıldı.", "outcome", "fixed")), http.StatusConflict, "Kişi person-of-yol")
		b.leader("yol")
		b.done(b.post(at+"/unmerge", typed()), at)
		b.is(second.Number, New)
	})
}

func TestTwoClerksAtOnceTakeOnce(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		o := toldBy(t, s, ctx, "a@example.org", "tr")
		clerks := [2]context.Context{grouping(ctx, "yol"), grouping(ctx, "yol")}
		colleague := access.From(clerks[1])
		colleague.Person = "a-colleague"
		clerks[1] = access.With(clerks[1], colleague)
		errs := bothAtOnce(func(i int) error {
			return s.db.Write(clerks[i], func(tx *db.Tx) error { return s.TakeFrom(clerks[i], tx, o.Number, "") })
		})
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("one wins and the other is told: %v", errs)
		}
		lost, ok := fault.Of(errors.Join(errs[0], errs[1]))
		if !ok || lost.Key != "requests.somebody_was_first" || len(lost.Args) != 6 {
			t.Errorf("the other was told %v", errs)
		}
		if got := kinds(t, s, ctx, o.ID); len(got) != 2 {
			t.Errorf("the journal says %v", got)
		}
	})
}

func TestACallAndThePetitionOfTheStateAreOneCaseWithTwoDuties(t *testing.T) {
	atWork(t, func(b *street) {
		b.actor = clerk()
		take := func(more ...string) string {
			form := typed(append([]string{"key", string(city.NewID()), "name", "Hasan Yıldız", "phone", "05326164118", "email", "h@example.org", "text", "Okulun önünde derin çukur",
				"subject", "YL01", "where", "altay ilkokulun önü", "spot", "turgutlu/turgutlu-altay"}, more...)...)
			p := b.post("/staff/requests/new", form)
			number, ok := strings.CutPrefix(p.Header().Get("Location"), "/staff/requests/new/done/")
			if !ok {
				b.Fatalf("not taken: %d: %s", p.Code, head(p.body))
			}
			return number
		}
		phoned, petition := take(), take("channel", "state", "external", "2511-4417")
		b.wants(b.post("/staff/requests/new", typed("text", "çukur", "subject", "YL01", "district", "turgutlu", "channel", "state", "external", "2511-4417")),
			http.StatusUnprocessableEntity, "zaten kayıtlı: "+petition)
		at := grouping(later(b.ctx, time.Hour), "yol")
		b.actor = access.From(at)
		if p := b.post("/staff/requests/"+petition+"/duplicate", typed("key", string(city.NewID()), "other", phoned)); p.Code != http.StatusSeeOther {
			b.Fatalf("not merged: %d: %s", p.Code, head(p.body))
		}
		for _, number := range []string{phoned, petition} {
			b.wants(b.get("/staff/requests/"+number), http.StatusOK, "Cevap bekleyen kanallar")
		}
		b.wants(b.get("/staff/requests/"+petition), http.StatusOK, "2511-4417", "devletin başvuru sisteminden")
		write(b.T, b.s.db, at, func(tx *db.Tx) error {
			return b.s.Finish(at, tx, phoned, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		for number, want := range map[string]promises.State{phoned: promises.Kept, petition: promises.Open} {
			if owed := owedOf(b.T, b.s, b.ctx, get(b.T, b.s, b.ctx, number).ID); owed[promises.Answer] != want {
				b.Errorf("%s: the answer is %s", number, owed[promises.Answer])
			}
		}
		write(b.T, b.s.db, at, func(tx *db.Tx) error { return b.s.AnswerGiven(at, tx, petition, "Sistemde cevaplandı") })
		if owed := owedOf(b.T, b.s, b.ctx, get(b.T, b.s, b.ctx, petition).ID); owed[promises.Answer] != promises.Kept {
			b.Errorf("the answer is %s", owed[promises.Answer])
		}
	})
}
