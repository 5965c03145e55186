package requests

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mahalle/internal/platform/db"
)

// leader is somebody at work who may put requests together.
func (b *street) leader(unit string) {
	b.actor = staffOf(unit)
	b.actor.Permissions[CanGroup] = true
}

func TestRowsOfAListAreWorkedOnTogetherAndTakenApartAgain(t *testing.T) {
	atWork(t, func(b *street) {
		b.leader("yol")
		first, second := toldBy(b.T, b.s, b.ctx, "a@example.org", "tr"), toldBy(b.T, b.s, b.ctx, "b@example.org", "fa")
		b.wants(b.get("/staff/requests"), http.StatusOK, `form="gather"`, "Birlikte yürüt", `data-key="X"`)
		page := b.get("/staff/requests/gather?number=" + first.Number + "&number=" + second.Number)
		b.wants(page, http.StatusOK, "İş hangi başvuruda yürütülsün?", first.Number, second.Number, "2 başvuruyu birlikte yürüt")
		form := typed("lead", first.Number, "list", "view=open")
		form["number"] = []string{first.Number, second.Number}
		b.done(b.post("/staff/requests/gather", form), "/staff/requests/"+first.Number)
		b.done(b.post("/staff/requests/gather", form), "/staff/requests/"+first.Number) // once
		b.wants(b.get("/staff/requests/"+first.Number), http.StatusOK, "1 başvuru bununla birlikte yürütülüyor; toplam 2 kişi", second.Number, "bağladı; toplam 2 kişi")
		b.wants(b.get("/staff/requests/"+second.Number), http.StatusOK, first.Number, "Birlikten çıkar", "Ana başvuru yap", "Birlikte yürütülüyor")
		b.wants(b.get("/staff/requests?view=many"), http.StatusOK, "2 kişi", first.Number)
		b.wants(b.get("/r/"+second.Number+"?k="+second.Secret), http.StatusSeeOther)
		followed := b.get("/r/" + second.Number)
		b.wants(followed, http.StatusOK, "Bu sorunu", "2", "kişi bildirdi")
		if n := strings.Count(followed.body, ">Sorunun giderilmesi<"); n != 1 {
			b.Errorf("%d dates are shown for one work", n)
		}
		b.wants(b.get("/staff/requests/"+first.Number+"/finish"), http.StatusOK, "Farsça okuyanlar için", "2 başvuru sahibine ayrı ayrı bildirilir")
		b.done(b.post("/staff/requests/take-out?"+url.Values{"number": {second.Number}}.Encode(), url.Values{}), "/staff/requests/"+second.Number)
		if r := b.is(second.Number, New); r.Lead != "" {
			b.Error("it was not taken out")
		}
	})
}

func TestALetterToManyIsFilledInForEachAndSpeaksTheirLanguage(t *testing.T) {
	atWork(t, func(b *street) {
		b.leader("yol")
		first, second := toldBy(b.T, b.s, b.ctx, "a@example.org", "tr"), toldBy(b.T, b.s, b.ctx, "b@example.org", "fa")
		at := grouping(b.ctx, "yol")
		write(b.T, b.s.db, at, func(tx *db.Tx) error { return b.s.Gather(at, tx, first.Number, []string{second.Number}) })
		form := typed("text", "{number} numaralı başvuru: onarıldı.", "text_fa", "درخواست {number}: تعمیر شد.", "outcome", "fixed")
		form.Set("preview", "1")
		page := b.post("/staff/requests/"+first.Number+"/finish", form)
		b.wants(page, http.StatusOK, first.Number+" numaralı başvuru: onarıldı.", `name="text_fa"`, `value="{number} numaralı`)
		form.Del("preview")
		b.done(b.post("/staff/requests/"+first.Number+"/finish", form), "/staff/requests/"+first.Number)
		for o, want := range map[Opened]string{first: first.Number + " numaralı başvuru: onarıldı.", second: "درخواست " + second.Number + ": تعمیر شد."} {
			if said, n := saidTo(b.T, b.s, b.ctx, o.ID, Finish); n != 1 || said.Text != want {
				b.Errorf("%s was told %q", o.Number, said.Text)
			}
			b.is(o.Number, Done)
		}
	})
}

func TestWhatMayHaveTheSameCauseStandsBesideARequest(t *testing.T) {
	atWork(t, func(b *street) {
		b.leader("yol")
		o, at := b.told()
		near := toldBy(b.T, b.s, b.ctx, "a@example.org", "tr")
		page := b.get(at)
		b.wants(page, http.StatusOK, "Nedeni aynı olabilecek başvurular", near.Number, "0 m")
		if strings.Count(page.body, `name="number"`) != 1 {
			b.Error("something else is offered")
		}
		form := typed("lead", o.Number, "number", near.Number)
		b.done(b.post("/staff/requests/gather", form), at)
		if r := get(b.T, b.s, b.ctx, o.Number); r.Members != 1 {
			b.Errorf("it leads %d", r.Members)
		}
	})
}

func TestARequestIsPutToAnotherByItsNumber(t *testing.T) {
	atWork(t, func(b *street) {
		b.leader("yol")
		lead, _ := b.told()
		member, at := b.told()
		for name, tt := range map[string]struct{ other, says string }{
			"no number":        {"", "takip numarasını yazın"},
			"a slip":           {"KSB-26-000001-A", "denet"},
			"its own":          {member.Number, "kendisiyle"},
			"what isn't there": {number("KSB", 2026, 999999), "bulunamadı"},
			"no number at all": {"<script>", "denetim harfi"},
		} {
			if p := b.post(at+"/same-cause", typed("other", tt.other)); p.Code != http.StatusUnprocessableEntity || !strings.Contains(p.body, tt.says) {
				b.Errorf("%s: %d", name, p.Code)
			}
		}
		b.wants(b.get(at+"/same-cause"), http.StatusOK, "Hangi başvuruyla aynı nedenden?")
		b.done(b.post(at+"/same-cause", typed("other", strings.ToLower(lead.Number))), at)
		if r := get(b.T, b.s, b.ctx, member.Number); r.Lead != lead.ID {
			b.Errorf("it follows %q", r.Lead)
		}
		b.done(b.post(at+"/make-lead", typed()), at)
		b.done(b.post("/staff/requests/"+lead.Number+"/take-out", typed()), "/staff/requests/"+lead.Number)
		if r := get(b.T, b.s, b.ctx, member.Number); r.Members != 0 || r.Lead != "" {
			b.Errorf("in the end: %+v", r.Together)
		}
	})
}

func TestTwoWhoTakeAtOnceAreToldWhoHasIt(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		mine, theirs := typed("had", ""), typed("had", "")
		b.done(b.post(at+"/take", mine), at)
		b.actor = staffOf("yol")
		b.actor.Person = "a-colleague"
		b.wants(b.post(at+"/take", theirs), http.StatusConflict, "Kişi person-of-yol")
		if r := get(b.T, b.s, b.ctx, o.Number); r.Person != "person-of-yol" {
			b.Errorf("it is on %q", r.Person)
		}
		b.done(b.post(at+"/take", typed("had", "person-of-yol")), at) // taken over on purpose
		if r := get(b.T, b.s, b.ctx, o.Number); r.Person != "a-colleague" {
			b.Errorf("it is on %q", r.Person)
		}
	})
}
