package questions

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"mahalle/cities"
	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/platform/web"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// town is a head of department at work on the questions of Manisa.
type town struct {
	*testing.T
	s      *Service
	ctx    context.Context
	router *web.Router
	actor  access.Actor
	theirs string // a subject of another department
}

func inManisa(t *testing.T, test func(t *town)) {
	files, _ := cities.FS("manisa")
	pack, err := citypack.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := i18n.NewCatalog(Locales, ask.Locales, ui.Locales, web.Locales, db.Locales, phone.Locales)
	if err != nil {
		t.Fatal(err)
	}
	c, err := tenant.City{ID: "manisa", ZoneName: "Europe/Istanbul", DefaultLang: city.Turkish, Phone: pack.City.Phone}.WithZone()
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		b := &town{T: t, s: New(d, journal.New()), actor: access.Actor{Kind: access.Staff, Person: "orhan", Units: []string{"ours"}, Permissions: map[access.Permission]bool{CanEdit: true}}}
		b.ctx = clock.With(i18n.With(access.With(tenant.Enter(t.Context(), &c), b.actor), catalog.Locale(city.Turkish, c.Zone())), monday)
		b.s.Join(Needs{
			Subject: func(_ context.Context, code string) (city.Text, bool) {
				for _, sub := range pack.Subjects {
					if sub.Code == code {
						return sub.Name, true
					}
				}
				return city.Text{}, false
			},
			Subjects: func(context.Context) []Subject {
				return []Subject{{Code: "AY05", Name: "Kesinti"}, {Code: "ZB02", Name: "Seyyar"}}
			},
			Owners: func(_ context.Context, subject string) []string {
				if subject == b.theirs {
					return []string{"zabita"}
				}
				return []string{"elsewhere", "ours"}
			},
			PersonName: func(_ context.Context, id city.ID) string { return string(id) },
		})
		b.router = &web.Router{Catalog: catalog, Cities: func(string) (*tenant.City, bool) { return &c, true },
			WhoIs: func(context.Context, string) (access.Actor, error) { return b.actor, nil }}
		b.s.Routes(b.router)
		b.write(func(tx *db.Tx) error { return b.s.LoadPack(b.ctx, tx, pack) })
		test(b)
	}, journal.Schema, Schema)
}

func (b *town) write(do func(tx *db.Tx) error) {
	b.Helper()
	if err := b.s.db.Write(b.ctx, do); err != nil {
		b.Fatal(err)
	}
}

func (b *town) visit(method, path string, form url.Values) *httptest.ResponseRecorder {
	b.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "x"})
	w := httptest.NewRecorder()
	b.router.ServeHTTP(w, r.WithContext(clock.With(r.Context(), monday)))
	if strings.Contains(w.Body.String(), "⟦") {
		b.Errorf("%s says %.80s", path, w.Body.String()[strings.Index(w.Body.String(), "⟦"):])
	}
	return w
}

func (b *town) wants(w *httptest.ResponseRecorder, status int, words ...string) {
	b.Helper()
	if w.Code != status {
		b.Fatalf("answered %d, want %d: %.300s", w.Code, status, w.Body)
	}
	for _, word := range words {
		if !strings.Contains(w.Body.String(), word) {
			b.Errorf("the page does not say %q", word)
		}
	}
}

func (b *town) reads(subject string, pairs ...string) Reading {
	b.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	r, err := b.s.Read(b.ctx, subject, v)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func (b *town) now(subject string) Version {
	b.Helper()
	v, _, err := current(b.ctx, b.s.db.Read(b.ctx), subject)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func (b *town) facts(request city.ID, who Reader) (terms, texts []string) {
	b.Helper()
	facts, _, err := b.s.Facts(b.ctx, b.s.db.Read(b.ctx), request, who)
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range facts {
		said := f.Text
		if f.Content != nil {
			var w bytes.Buffer
			if err := f.Content.Render(b.ctx, &w); err != nil {
				b.Fatal(err)
			}
			said = w.String()
		}
		terms, texts = append(terms, f.Term), append(texts, said)
	}
	return terms, texts
}

func TestAnswersAreReadWithTheWordsTheyWereAskedWith(t *testing.T) {
	inManisa(t, func(b *town) {
		r := b.reads("VT02", "a-animal", "cat", "a-state", "bleeds", "a-with", "yes", "a-phone", "0532 616 41 18", "a-near", "<b>okulun</b> arkası")
		if len(r.Faults) > 0 || r.Answered == nil {
			b.Fatalf("%+v", r)
		}
		b.write(func(tx *db.Tx) error { return r.Answered.Keep(b.ctx, tx, "r1") })
		for _, vanish := range []string{`UPDATE questions_versions SET body = '[]' WHERE tenant_id = $1`, `DELETE FROM questions_versions WHERE tenant_id = $1`} {
			b.write(func(tx *db.Tx) error { _, err := tx.ExecContext(b.ctx, vanish, tx.Tenant()); return err })
			terms, texts := b.facts("r1", Reader{Personal: true, Phones: true})
			told := strings.Join(terms, "|") + "|" + strings.Join(texts, "|")
			for _, want := range []string{"Hangi hayvan?", "Kedi", "Kanaması var", "Evet", "&lt;b&gt;okulun", "616"} {
				if !strings.Contains(told, want) {
					b.Errorf("%q is not told: %s", want, told)
				}
			}
		}
		if again := b.reads("VT02", "a-animal", "cat"); again.Answered != nil || len(again.Faults) > 0 {
			b.Errorf("without a version something is asked: %+v", again)
		}
	})
}

func TestWhatIsPersonalIsForThoseWhoMayKnowAndIsErased(t *testing.T) {
	inManisa(t, func(b *town) {
		r := b.reads("VT02", "a-animal", "cat", "a-state", "ill", "a-with", "yes", "a-phone", "05326164118", "a-near", "x")
		need := b.reads("SU01", "a-need", "baby", "a-where", "street")
		b.write(func(tx *db.Tx) error { return r.Answered.Keep(b.ctx, tx, "r1") })
		b.write(func(tx *db.Tx) error { return need.Answered.Keep(b.ctx, tx, "r2") })
		if terms, _ := b.facts("r1", Reader{}); len(terms) != 4 {
			b.Errorf("anybody reads %v", terms)
		}
		if _, texts := b.facts("r1", Reader{Personal: true}); strings.Contains(strings.Join(texts, ""), "6164118") || !strings.Contains(strings.Join(texts, ""), "•") {
			b.Errorf("the number is not masked: %v", texts)
		}
		b.write(func(tx *db.Tx) error { return b.s.Erase(b.ctx, tx, "r1") })
		b.write(func(tx *db.Tx) error { return b.s.Erase(b.ctx, tx, "r2") })
		if _, texts := b.facts("r1", Reader{Personal: true, Phones: true}); !strings.Contains(strings.Join(texts, "|"), "Kedi") || !strings.Contains(strings.Join(texts, "|"), "silindi") {
			b.Errorf("after erasing: %v", texts)
		}
		left, err := db.All(b.ctx, b.s.db.Read(b.ctx), db.Value[string], `SELECT value || words FROM questions_answers WHERE tenant_id = $1`, "manisa")
		if all := strings.Join(left, " "); err != nil || strings.Contains(all, "6164118") || strings.Contains(all, "Bebek") || strings.Contains(all, "baby") {
			b.Errorf("still kept: %s %v", all, err)
		}
	})
}

func TestAFormIsShownAgainWithWhatWasTypedAndTheSentenceBesideIt(t *testing.T) {
	inManisa(t, func(b *town) {
		typed := url.Values{"a-source": {"venue"}, "a-name": {`"><script>alert(1)</script>`}, "a-last": {"dün"}, "asked": {"source"}}
		form, err := b.s.Form(b.ctx, "ZB03", typed, Look{Faults: map[string]string{"a-hours": "Bu soruyu cevaplayın."}})
		if err != nil {
			b.Fatal(err)
		}
		var w bytes.Buffer
		if err := form.Render(b.ctx, &w); err != nil {
			b.Fatal(err)
		}
		page := w.String()
		for _, want := range []string{`value="venue" checked`, "&lt;script&gt;", `value="dün"`, "Bu soruyu cevaplayın.", "tel:112", "<template>"} {
			if !strings.Contains(page, want) {
				b.Errorf("the form lacks %s", want)
			}
		}
		if strings.Contains(page, "<script>alert") {
			b.Error("what was typed was not escaped")
		}
		if early, _ := b.s.Form(b.ctx, "YL01", nil, Look{Early: true}); early != nil {
			b.Error("a pothole is asked about before its place")
		}
		if none, _ := b.s.Form(b.ctx, "ID08", nil, Look{}); none != nil {
			b.Error("a subject without questions asks some")
		}
	})
}

func TestAHeadChangesQuestionsAndWhatIsPublishedStays(t *testing.T) {
	inManisa(t, func(b *town) {
		const at = "/staff/subjects/AY05/questions"
		b.wants(b.visit("GET", "/staff/subjects/questions", nil), 200, "Kesinti")
		b.wants(b.visit("GET", at, nil), 200, "Nerede elektrik yok?", "Yayımlanan sürüm")
		b.wants(b.visit("GET", at+"/edit", nil), 200, "Nasıl cevaplanacak?", "kind=landmark")
		b.wants(b.visit("GET", at+"/edit?question=what", nil), 200, `value="186"`, "home = Evimde")
		b.wants(b.visit("GET", at+"/edit?kind=number", nil), 200, `name="least"`)
		old := b.now("AY05")

		long := url.Values{"revision": {"0"}, "kind": {"number"}, "label_tr": {"Kaç saattir?"}, "label_en": {"Hours?"}, "least": {"çok"}, "when": {"what/hall"}}
		b.wants(b.visit("POST", at+"/edit", long), 422, "Kaç saattir?", "bütün dillerinde", "Yalnızca sayı", `value="çok"`)
		long["label_fa"], long["least"] = []string{"چند ساعت؟"}, []string{"۱"}
		if w := b.visit("POST", at+"/edit", long); w.Code != 303 {
			b.Fatalf("saving: %d %.300s", w.Code, w.Body)
		}
		b.wants(b.visit("POST", at+"/edit", long), 422, "bu sırada") // the draft was changed meanwhile
		if now := b.now("AY05"); now.Number != old.Number || len(now.Questions) != 2 {
			b.Errorf("a draft is asked already: %+v", now)
		}
		act := func(revision, act string, more ...string) *httptest.ResponseRecorder {
			v := url.Values{"revision": {revision}, "act": {act}}
			for i := 0; i+1 < len(more); i += 2 {
				v.Set(more[i], more[i+1])
			}
			return b.visit("POST", at, v)
		}
		b.wants(act("1", "up", "question", "building"), 409, "daha önce sorulan")
		b.wants(act("1", "remove", "question", "what"), 409)
		b.wants(act("1", "remove", "question", "number3"), 303)
		b.wants(act("2", "undo"), 303)
		b.wants(b.visit("GET", at+"?a-what=hall&a-number3=0&asked=what&asked=building&asked=number3", nil), 200, "En az 1")
		b.wants(b.visit("GET", at+"?a-what=hall&a-number3=2&a-building=x", nil), 200, "Bu cevaplarla başvuru alınır")
		b.wants(act("3", "publish"), 303)
		if now := b.now("AY05"); now.Number != old.Number+1 || len(now.Questions) != 3 || now.Person != "orhan" {
			b.Errorf("published: %+v", now)
		}
		kept, err := versionOf(b.ctx, b.s.db.Read(b.ctx), "AY05", old.Number)
		if err != nil || !same(kept, old) {
			b.Errorf("the version before was changed: %+v %v", kept, err)
		}
		b.wants(act("3", "publish"), 409)
		b.wants(act("0", "begin", "version", "1"), 303)
		b.wants(act("1", "discard"), 303)
		b.wants(act("0", "undo"), 409)
		b.wants(act("0", "nonsense"), 422)
		b.wants(act("0", "begin", "version", "99"), 404)
		b.wants(b.visit("GET", at+"?version=1", nil), 200, "Sürüm")
		b.wants(b.visit("GET", "/staff/subjects/XX99/questions", nil), 404)
		b.wants(b.visit("GET", at+"/edit?question=moon", nil), 404)
		news, err := journal.Of(b.ctx, b.s.db.Read(b.ctx), "AY05", 9)
		if err != nil || len(news) != 1 || news[0].Kind != "questions.published" {
			b.Errorf("the journal says %+v %v", news, err)
		}
	})
}

func TestOnlyWhoMayChangesQuestions(t *testing.T) {
	inManisa(t, func(b *town) {
		b.actor.Permissions = nil
		for _, path := range []string{"/staff/subjects/questions", "/staff/subjects/AY05/questions", "/staff/subjects/AY05/questions/edit"} {
			b.wants(b.visit("GET", path, nil), 403)
		}
		ctx := access.With(b.ctx, b.actor)
		if err := b.s.Publish(ctx, "AY05", 0); fault.KindOf(err) != fault.Forbidden {
			b.Errorf("publishing: %v", err)
		}
	})
}

func TestEveryKindOfQuestionCanBeWrittenAndWrittenAgain(t *testing.T) {
	inManisa(t, func(b *town) {
		for i, kind := range ask.Kinds {
			form := url.Values{"revision": {"0"}, "kind": {string(kind)}, "label_tr": {"Soru"}, "label_fa": {"پرسش"}, "label_en": {"Question"},
				"options": {"a = Bir | یک | One\nİki | دو | Two"}, "pattern": {"[0-9]+"}, "example": {"12"}, "required": {"on"}}
			form.Set("revision", b.revision("ZB02"))
			if w := b.visit("POST", "/staff/subjects/ZB02/questions/edit", form); w.Code != 303 {
				b.Fatalf("%s: %d %.400s", kind, w.Code, w.Body)
			}
			d, err := draftOf(b.ctx, b.s.db.Read(b.ctx), "ZB02")
			if err != nil || len(d.Questions) != i+1 {
				b.Fatalf("%s: %v %d", kind, err, len(d.Questions))
			}
			q := d.Questions[i]
			langs := []city.Lang{city.Turkish, city.Persian, city.English}
			again := typed{valuesOf(q, langs), langs}.question(d.Questions, q.Code)
			a, _ := json.Marshal(q)
			z, _ := json.Marshal(again)
			if string(a) != string(z) {
				b.Errorf("%s becomes %s", a, z)
			}
			b.wants(b.visit("GET", "/staff/subjects/ZB02/questions/edit?question="+q.Code, nil), 200)
		}
		for _, lang := range []string{"tr", "fa", "en"} {
			b.wants(b.visit("GET", "/staff/subjects/ZB02/questions?lang="+lang, nil), 200)
			b.wants(b.visit("GET", "/staff/subjects/ZB02/questions/edit?lang="+lang, nil), 200)
		}
	})
}

func (b *town) revision(subject string) string {
	d, err := draftOf(b.ctx, b.s.db.Read(b.ctx), subject)
	if err != nil {
		b.Fatal(err)
	}
	return strconv.Itoa(d.Revision)
}

func TestANewerPackLeavesWhatTheCityWrote(t *testing.T) {
	inManisa(t, func(b *town) {
		pack := &citypack.Pack{Questions: []citypack.Sheet{{Subject: "YL01", Questions: b.now("YL01").Questions}, {Subject: "AY05"}}}
		b.write(func(tx *db.Tx) error { return b.s.LoadPack(b.ctx, tx, pack) })
		if b.now("YL01").Number != 1 || b.now("AY05").Number != 2 {
			b.Error("a pack that asks the same made a version, or one that asks something else did not")
		}
		if err := b.s.Put(b.ctx, "AY05", 0, "", ask.Question{Code: "x", Kind: ask.Text, Label: city.Text{TR: "x", FA: "x", EN: "x"}}); err != nil {
			b.Fatal(err)
		}
		if err := b.s.Publish(b.ctx, "AY05", 1); err != nil {
			b.Fatal(err)
		}
		b.write(func(tx *db.Tx) error { return b.s.LoadPack(b.ctx, tx, pack) })
		if v := b.now("AY05"); v.Number != 3 || len(v.Questions) != 1 {
			b.Errorf("the pack overwrote %+v", v)
		}
	})
}

func TestADepartmentAsksAboutItsOwnSubjectsAlone(t *testing.T) {
	inManisa(t, func(b *town) {
		b.theirs = "ZB02"
		list := b.visit("GET", "/staff/subjects/questions", nil)
		b.wants(list, http.StatusOK, "Kesinti")
		if strings.Contains(list.Body.String(), "Seyyar") {
			b.Error("the list offers another department's subject")
		}
		for _, path := range []string{"/staff/subjects/ZB02/questions", "/staff/subjects/ZB02/questions/edit"} {
			b.wants(b.visit("GET", path, nil), http.StatusForbidden)
			b.wants(b.visit("POST", path, url.Values{"act": {"publish"}, "revision": {"0"}}), http.StatusForbidden)
		}
		if err := b.s.Put(b.ctx, "ZB02", 0, "", ask.Question{}); fault.KindOf(err) != fault.Forbidden {
			b.Errorf("another department's subject was changed: %v", err)
		}
		b.actor.Units = nil
		b.actor.Permissions = map[access.Permission]bool{CanEdit: true, editsAll: true} // who administers the city
		b.wants(b.visit("GET", "/staff/subjects/ZB02/questions", nil), http.StatusOK)
		b.wants(b.visit("GET", "/staff/subjects/questions", nil), http.StatusOK, "Kesinti", "Seyyar")
	})
}
