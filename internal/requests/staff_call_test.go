package requests

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
)

func TestACallIsTakenOnceAndItsNumberReadOut(t *testing.T) {
	atWork(t, func(b *street) {
		b.actor = clerk()
		b.wants(b.get("/staff/requests/new"), http.StatusOK, "Ctrl Enter", "autofocus")
		form := typed("phone", "۰۵۳۲ ۶۱۶ ۴۱ ۱۸", "name", "Hasan Yıldız", "text", "Okulun önünde derin çukur", "subject", "YL01",
			"where", "altay ilkokulun önü", "spot", "turgutlu/turgutlu-altay")
		first := b.post("/staff/requests/new", form)
		number, ok := strings.CutPrefix(first.Header().Get("Location"), "/staff/requests/new/done/")
		if !ok {
			b.Fatalf("not taken: %d: %s", first.Code, head(first.body))
		}
		if again := b.post("/staff/requests/new", form).Header().Get("Location"); !strings.HasSuffix(again, number) {
			b.Errorf("the same call sent twice leads to %q", again)
		}
		r := b.is(number, New)
		if r.Channel != "phone" || r.TakenBy != b.actor.Person || r.Place.Neighbourhood != "turgutlu-altay" || r.Place.Words != "altay ilkokulun önü" {
			b.Errorf("kept as %+v", r)
		}
		b.wants(b.get("/staff/requests/new/done/"+number), http.StatusOK, number, "Birim yol", "26 Kasım")
		b.wants(b.get("/staff/requests/earlier?phone=05326164118"), http.StatusOK, number, "Yolda çukur")
		b.wants(b.get("/staff/requests/new/done/"+number), http.StatusOK, "/staff/requests/"+number+"/reply") // answered while the caller is on the line
		b.wants(b.get("/staff/requests/"+number+"/reply"), http.StatusOK, "Cevap şablonu")
	})
}

func TestWhatIsWrongWithACallStandsBesideTheField(t *testing.T) {
	for name, tt := range map[string]struct {
		typed []string
		says  string
	}{
		"nothing told":             {[]string{"other", "YL01", "district", "turgutlu"}, "Bir şey yazın."},
		"no subject":               {[]string{"text", "bir şey", "district", "turgutlu"}, "Konuyu seçin."},
		"an unknown subject":       {[]string{"text", "bir şey", "other", "XX99", "district", "turgutlu"}, "Konuyu seçin."},
		"no place":                 {[]string{"text", "çukur", "other", "YL01"}, "yeri"},
		"a telephone of letters":   {[]string{"text", "çukur", "other", "YL01", "district", "turgutlu", "phone", "beş yüz"}, "Telefon"},
		"a broken e-mail":          {[]string{"text", "çukur", "other", "YL01", "district", "turgutlu", "email", "a@@b"}, "posta"},
		"a kind that wants a name": {[]string{"text", "çukur", "other", "YL01", "district", "turgutlu", "kind", "information"}, "Bu tür başvuruda ad ve soyad gereklidir."},
		"words without end":        {[]string{"text", strings.Repeat("a ", 5000), "other", "YL01", "district", "turgutlu"}, "4.000"},
	} {
		t.Run(name, func(t *testing.T) {
			atWork(t, func(b *street) {
				b.actor = clerk()
				form := typed(append(tt.typed, "name", "Hasan Yıldız")...)
				if name == "a kind that wants a name" {
					form.Del("name")
				}
				p := b.post("/staff/requests/new", form)
				b.wants(p, http.StatusUnprocessableEntity, tt.says, form.Get("name"), form.Get("key"))
				if all := b.everything(); len(all) != 0 {
					b.Errorf("%d were opened", len(all))
				}
			})
		})
	}
}

func TestTheCallsPageFindsSubjectPlaceOwnerAndWhatIsOpenAlready(t *testing.T) {
	atWork(t, func(b *street) {
		b.actor = clerk()
		b.wants(b.post("/staff/requests/new/subjects", typed("text", "derin çukur var")), http.StatusOK, `value="YL01" checked`)
		b.wants(b.post("/staff/requests/new/places", typed("where", "altay mah okulun önü")), http.StatusOK, `value="turgutlu/turgutlu-altay" checked`)
		b.wants(b.post("/staff/requests/new/places", typed("where", "kimsesiz sokak")), http.StatusOK, "bulunamadı")
		b.wants(b.get("/staff/requests/preview?other=EL01&spot=turgutlu/turgutlu-altay"), http.StatusOK, "Birim yol", "112", "benzer başvuru yok", "26 Kasım")
		b.wants(b.get("/staff/requests/preview"), http.StatusOK, "sorumlu birim")
		number := b.call(clerk(), "district", "", "spot", "turgutlu/turgutlu-altay")
		b.wants(b.get("/staff/requests/preview?subject=YL01&spot=turgutlu/turgutlu-altay"), http.StatusOK, number, "Aynı sorun, katıl")
		key := typed()
		for range 2 {
			b.done(b.post("/staff/requests/"+number+"/join", key), "/staff/requests/"+number)
		}
		if r := b.is(number, New); r.People != 2 {
			b.Errorf("%d people have it", r.People)
		}
		look := b.post("/staff/requests/new", typed("look", "1", "text", "derin çukur", "where", "altay", "phone", "0532 616 41 18"))
		b.wants(look, http.StatusOK, "derin çukur", `value="YL01" checked`, "turgutlu/turgutlu-altay", "Birim yol")
	})
}

func TestACallForAHeadmanStaysInTheNeighbourhood(t *testing.T) {
	atWork(t, func(b *street) {
		b.actor = access.Actor{Kind: access.Staff, Person: "muhtar", Post: "muhtar-altay", Unit: "muhtarliklar", Districts: []string{"turgutlu"}, Places: []string{"turgutlu-altay"},
			Permissions: map[access.Permission]bool{CanView: true, CanIntake: true, SeesArea: true}}
		b.wants(b.get("/staff/requests/new"), http.StatusOK, `value="turgutlu/turgutlu-altay" checked`)
		b.wants(b.post("/staff/requests/new", typed("text", "çukur", "other", "YL01", "district", "ahmetli")), http.StatusUnprocessableEntity, "kendi bölgenizdeki")
		p := b.post("/staff/requests/new", typed("text", "çukur", "other", "YL01", "spot", "turgutlu/turgutlu-altay"))
		number := strings.TrimPrefix(p.Header().Get("Location"), "/staff/requests/new/done/")
		if r := b.is(number, New); r.Channel != "headman" {
			b.Errorf("it came by %s", r.Channel)
		}
		b.wants(b.get("/staff/requests/new/done/"+number), http.StatusOK, number)
	})
}

func TestWhoTakesNoCallsHasNoCallPage(t *testing.T) {
	atWork(t, func(b *street) {
		for _, at := range []string{"/staff/requests/new", "/staff/requests/earlier?phone=05326164118", "/staff/requests/preview"} {
			b.wants(b.get(at), http.StatusForbidden)
		}
		b.wants(b.post("/staff/requests/new", typed()), http.StatusForbidden)
	})
}

func TestTheClerksOwnChoiceStaysWhileTheCallerTalks(t *testing.T) {
	s := &Service{pages: smallCity()}
	ctx := context.Background()
	for name, tt := range map[string]struct {
		call call
		want string
	}{
		"nothing chosen: the best":             {call{Text: "çukur"}, "YL01"},
		"the best of before, and nothing fits": {call{Text: "konteyner", Subject: "YL01", WasSubject: "YL01"}, ""},
		"chosen against the best":              {call{Text: "çukur", Subject: "EL01", WasSubject: "YL01"}, "EL01"},
		"a subject nobody knows":               {call{Text: "çukur", Subject: "XX99", WasSubject: "YL01"}, "YL01"},
	} {
		s.suggested(ctx, &tt.call)
		if tt.call.Subject != tt.want {
			t.Errorf("%s: %q is chosen, want %q", name, tt.call.Subject, tt.want)
		}
		again := tt.call
		if s.suggested(ctx, &again); again.Subject != tt.want {
			t.Errorf("%s: the next word changes it to %q", name, again.Subject)
		}
	}
}

func TestPlacesAreFoundInWhatPeopleSay(t *testing.T) {
	for name, tt := range map[string]struct {
		said, name string
		than       string
	}{
		"a whole name before half of another": {"altay mah 7 eylül ilkokulu", "Altay", "4 Eylül"},
		"two words before one":                {"yedi eylül", "Yedi Eylül", "4 Eylül"},
		"another alphabet's letters":          {"SUBASI", "Subaşı", "Subakanlar"},
	} {
		typed := i18n.Words(tt.said)
		if a, b := pointsOf(typed, tt.name), pointsOf(typed, tt.than); a <= b {
			t.Errorf("%s: %s has %d points and %s %d", name, tt.name, a, tt.than, b)
		}
	}
}

// Whatever happens to a request is told to colleagues, or deliberately is not.
func TestEveryKindOfNewsHasASentence(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		r := get(b.T, b.s, b.ctx, o.Number)
		f := events.Request{ID: r.ID, Number: r.Number, After: events.Standing{Unit: "park"}}
		p := events.Promise{Of: "repair", On: events.Subject{Kind: "request", ID: r.ID}, Unit: "yol", Due: db.Micros(r.Due)}
		all := []events.Event{
			events.RequestOpened{Request: f, Channel: "web"}, events.RequestTaken{Request: f}, events.RequestHandedOver{Request: f, From: "yol", To: "park"},
			events.RequestHandedOver{Request: f, From: "yol", To: "yol"}, events.RequestReturned{Request: f, From: "park", To: "yol"}, events.RequestAccepted{Request: f},
			events.RequestNoted{Request: f}, events.RequestAnswered{Request: f}, events.RequestAnswered{Request: f, Interim: true}, events.RequestAsked{Request: f},
			events.ResidentWrote{Request: f}, events.RequestJoined{Request: f, People: 3}, events.ResidentConfirmed{Request: f}, events.ReopenRequested{Request: f},
			events.RequestReopened{Request: f}, events.ReopenRefused{Request: f}, events.RequestClosed{Request: f}, events.ContactSeen{Request: f},
			events.ContactErased{Request: f, Reason: "asked"}, events.ContactErased{Request: f, Reason: "time"}, events.ContactKept{Request: f, Reason: "claim"},
			events.PromiseSoonDue{Promise: p}, events.PromiseBroken{Promise: p}, events.PromiseEscalated{Promise: p, Level: 2},
			events.PromiseMoved{Promise: p, Reason: "kar"}, events.PromisePaused{Promise: p, Reason: "applicant"}, events.PromiseResumed{Promise: p},
		}
		for _, outcome := range closedLists["outcome"] {
			all = append(all, events.RequestFinished{Request: f, Outcome: outcome})
		}
		j := journal.New()
		write(b.T, b.s.db, b.ctx, func(tx *db.Tx) error {
			for i, e := range all {
				if err := j.Record(clock.With(b.ctx, clock.Now(b.ctx).AddDate(0, 0, i+1)), tx, e); err != nil {
					return err
				}
			}
			return nil
		})
		for _, lang := range []string{"tr", "fa", "en"} {
			page := b.get(at + "?lang=" + lang)
			b.wants(page, http.StatusOK)
			if n := strings.Count(page.body, "<time "); n < len(all)+1 {
				b.Errorf("%s: %d of %d news are told", lang, n, len(all)+1)
			}
		}
	})
}

func TestABrokenListAddressIsNone(t *testing.T) {
	atWork(t, func(b *street) {
		_, at := b.told()
		for _, list := range []string{"%zz", "view=nope", strings.Repeat("a", 3000), "q=x"} {
			b.wants(b.get(at+"?list="+url.QueryEscape(list)), http.StatusOK)
		}
	})
}
