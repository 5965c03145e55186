package requests

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"mahalle/internal/city"
	asking "mahalle/internal/platform/ask"
	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/db"
	"mahalle/internal/promises"
)

// said are answers as a test gives them: by question.
type said map[string]string

func (said) Keep(context.Context, *db.Tx, city.ID) error { return nil }
func (said) String() string                              { return "" }
func (said) Words() string                               { return "" }

// byTheBook lets the rules send what lies in Ahmetli, is about trees or was answered
// with a tree to the parks, and main roads to the metropolis; it gathers what the
// rules were asked.
func (b *street) byTheBook(asked *[]Case) {
	decide := b.s.needs.Decide
	b.s.needs.Decide = func(ctx context.Context, c Case) (Decision, error) {
		*asked = append(*asked, c)
		d, err := decide(ctx, c)
		given, _ := c.Answers.(said)
		switch {
		case c.Place.District == "ahmetli" || c.Subject == "PB01" || given["what"] == "tree":
			d.Unit, d.Why = "park", city.Text{TR: "Ahmetli ilçesine park birimi bakar."}
		case c.Street == "metro":
			d.Unit = "buyuksehir"
		}
		if c.Subject == "PB01" {
			d.Repair = calendar.Amount{N: 10, Unit: calendar.WorkingDays}
		}
		return d, err
	}
}

func TestWhatIsMovedToAnotherDistrictIsOfferedToItsUnit(t *testing.T) {
	atWork(t, func(b *street) {
		var asked []Case
		b.byTheBook(&asked)
		o, at := b.told()
		b.s.pages.Questions.Kept = func(context.Context, db.Query, city.ID) (Answers, error) { return said{"what": "hole"}, nil }
		moved := b.post(at+"/move", typed("district", "ahmetli", "street", "metro"))
		b.done(moved, at+"/handover?")
		if r := b.is(o.Number, New); r.Unit != "yol" || r.Place.District != "ahmetli" || r.Street != "metro" {
			b.Errorf("it was moved to %+v", r)
		}
		last := asked[len(asked)-1]
		if last.Place.District != "ahmetli" || last.Street != "metro" || last.Answers.(said)["what"] != "hole" {
			b.Errorf("the rules were asked about %+v", last)
		}
		to := moved.Header().Get("Location")
		page := b.get(to)
		b.wants(page, http.StatusOK, "artık şu birimindir: Birim park", "Ahmetli ilçesine park birimi bakar.")
		b.done(b.post(at+"/handover", typed("unit", "park")), at)
		b.is(o.Number, Offered)
		b.actor = clerk()
		b.wants(b.get("/staff/requests?q=kavsak&district=ahmetli"), http.StatusOK, o.Number)
		if p := b.get("/staff/requests?q=kavsak&district=turgutlu"); strings.Contains(p.body, o.Number) {
			b.Error("it is still found where it was")
		}
		owed, err := promises.List(b.ctx, b.s.db.Read(b.ctx), promises.Owed{Districts: []string{"ahmetli"}, Limit: 10})
		if err != nil || len(owed) < 2 {
			b.Errorf("%d promises are owed in the other district, %v", len(owed), err)
		}
	})
}

func TestWhatIsMovedWithinItsDistrictIsOfferedToNobody(t *testing.T) {
	atWork(t, func(b *street) {
		var asked []Case
		b.byTheBook(&asked)
		o, at := b.told()
		b.done(b.post(at+"/move", typed("district", "turgutlu", "street", "district")), at)
		if r := b.is(o.Number, New); r.Unit != "yol" || r.Place.Point != city.PointAt(38.5, 27.7) || r.Street != "district" {
			b.Errorf("it was moved to %+v", r)
		}
		b.wants(b.get(at+"/move"), http.StatusOK, `value="district" selected`)
		public := b.get("/r/" + o.Number)
		b.wants(public, http.StatusOK, "Başvurunun yeri düzeltildi.")
		if strings.Contains(public.body, "sevk edildi") {
			b.Error("the resident reads that it was passed on")
		}
		b.wants(b.post(at+"/move", typed("district", "turgutlu", "street", "moon")), http.StatusUnprocessableEntity, "Yol sınıfını listeden seçin.")
	})
}

func TestPartsAndReopeningAreDecidedByTheAnswers(t *testing.T) {
	atWork(t, func(b *street) {
		var asked []Case
		b.byTheBook(&asked)
		o, at := b.told()
		b.s.pages.Questions.Kept = func(_ context.Context, _ db.Query, request city.ID) (Answers, error) {
			if request != o.ID {
				b.Errorf("the answers of %s were asked for", request)
			}
			return said{"what": "tree"}, nil
		}
		b.done(b.post(at+"/split", typed("text_1", "Ağacı kaldırın", "text_2", "Çukuru doldurun", "unit_2", "yol")), at)
		if part := get(b.T, b.s, b.ctx, o.Number+".1"); part.Unit != "park" {
			b.Errorf("the part is with %s", part.Unit)
		}
		asked = nil
		other, _ := b.told()
		o = other
		yol := officer(b.ctx, "yol")
		write(b.T, b.s.db, yol, func(tx *db.Tx) error {
			return b.s.Finish(yol, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
		})
		write(b.T, b.s.db, b.ctx, func(tx *db.Tx) error { return b.s.Object(b.ctx, tx, o.Number, o.Secret, "sad", "Hâlâ çukur") })
		b.actor = clerk()
		b.done(b.post("/staff/requests/"+o.Number+"/reopen", typed()), "/staff/requests/"+o.Number)
		withAnswers := slices.ContainsFunc(asked, func(c Case) bool { given, _ := c.Answers.(said); return given["what"] == "tree" })
		if r := b.is(o.Number, Working); r.Unit != "yol" || !withAnswers {
			b.Errorf("reopened with %s; the rules were asked about %+v", r.Unit, asked)
		}
	})
}

func TestAClerkSeesTheUnitThatTheAnswersLeadTo(t *testing.T) {
	atWork(t, func(b *street) {
		var asked []Case
		b.byTheBook(&asked)
		b.actor = clerk()
		b.s.pages.Questions.Read = func(context.Context, string, url.Values) (asking.Result, Answers, error) {
			return asking.Result{}, said{"what": "tree"}, nil
		}
		b.wants(b.get("/staff/requests/preview?text=%C3%A7ukur&other=YL01&district=turgutlu"), http.StatusOK, "Birim park")
	})
}
