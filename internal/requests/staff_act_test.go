package requests

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"mahalle/internal/platform/db"
)

func TestEveryActHasItsPageAndIsDoneOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		before func(b *street, o Opened)
		typed  []string
		want   Status
		says   string // in the history afterwards
		gone   bool   // from the sight of whoever did it
	}{
		"take":        {want: Working, says: "başvuruyu üstüne aldı"},
		"note":        {typed: []string{"text", "Mart'ta yamanmıştı"}, want: New, says: "Mart'ta yamanmıştı"},
		"reply":       {typed: []string{"text", "Ekibimiz geliyor", "interim", "on"}, want: New, says: "ara cevap verdi"},
		"ask":         {typed: []string{"text", "Hangi kavşak?"}, want: Asked, says: "Hangi kavşak?"},
		"handover":    {typed: []string{"unit", "park", "text", "Ağaç kökü"}, want: Offered, says: "Ağaç kökü"},
		"finish":      {typed: []string{"text", "Onarıldı.", "outcome", "fixed"}, want: Done, says: "işi bitirdi"},
		"refuse":      {typed: []string{"text", "Özel mülk"}, want: Done, says: "olumsuz sonuçlandırdı"},
		"move":        {typed: []string{"district", "ahmetli"}, want: New, says: "yerini düzeltti"},
		"subject":     {typed: []string{"subject", "EL01"}, want: New, says: "konuyu düzeltti"},
		"accept":      {before: handed, want: New, says: "kabul etti"},
		"return":      {before: handed, typed: []string{"text", "Bizim değil"}, want: New, says: "Bizim değil", gone: true},
		"reopen":      {before: objected, want: Working, says: "yeniden açtı"},
		"keep-closed": {before: objected, typed: []string{"text", "Yerinde bakıldı, onarılmış"}, want: Closed, says: "uygun bulmadı"},
	} {
		t.Run(name, func(t *testing.T) {
			atWork(t, func(b *street) {
				o, at := b.told()
				if tt.before != nil {
					tt.before(b, o)
				}
				b.wants(b.get(at+"/"+name), http.StatusOK, o.Number)
				form := typed(tt.typed...)
				end := at
				if tt.gone {
					end = "/staff/requests"
				}
				b.done(b.post(at+"/"+name, form), end)
				b.done(b.post(at+"/"+name, form), end) // the same form again is the same act
				b.is(o.Number, tt.want)
				b.actor = clerk()
				page := b.get(at)
				b.wants(page, http.StatusOK, tt.says)
				if n := strings.Count(page.body, tt.says); n != 1 && name != "note" {
					b.Errorf("it stands %d times in the history", n)
				}
			})
		})
	}
}

// handed: the roads handed it to the parks, where somebody else works.
func handed(b *street, o Opened) {
	yol := officer(b.ctx, "yol")
	write(b.T, b.s.db, yol, func(tx *db.Tx) error { return b.s.HandOver(yol, tx, o.Number, "park", "") })
	b.actor = staffOf("park")
}

// objected: somebody else finished it and the resident said no.
func objected(b *street, o Opened) {
	yol := officer(b.ctx, "yol")
	write(b.T, b.s.db, yol, func(tx *db.Tx) error {
		return b.s.Finish(yol, tx, o.Number, Finishing{Outcome: Fixed, Text: "Onarıldı."})
	})
	write(b.T, b.s.db, b.ctx, func(tx *db.Tx) error { return b.s.Object(b.ctx, tx, o.Number, o.Secret, "sad", "Hâlâ çukur") })
}

func TestWhatIsWrongWithAnActStandsBesideTheField(t *testing.T) {
	long := strings.Repeat("çok uzun ", 1000)
	for name, tt := range map[string]struct {
		act   string
		typed []string
		says  string
	}{
		"a note without words":               {"note", nil, "Bir şey yazın."},
		"a finish that tells nothing":        {"finish", []string{"text", "  "}, "ne yapıldığını yazın"},
		"a reply beyond every measure":       {"reply", []string{"text", long}, "En çok 4.000 karakter"},
		"a hand-over to nobody":              {"handover", []string{"text", "Ağaç kökü"}, "başka bir birim seçin"},
		"a hand-over to oneself":             {"handover", []string{"unit", "yol"}, "başka bir birim seçin"},
		"a hand-over to a unit nobody knows": {"handover", []string{"unit", "yok", "text", "Ağaç kökü"}, "başka bir birim seçin"},
		"a move to a district nobody knows":  {"move", []string{"district", "atlantis"}, "İlçeyi seçin."},
		"a move to another's neighbourhood":  {"move", []string{"district", "ahmetli", "neighbourhood", "turgutlu-altay"}, "mahalle"},
		"words that are not UTF-8":           {"handover", []string{"unit", "\xff\xfe", "text", "a\xffb"}, "başka bir birim seçin"},
	} {
		t.Run(name, func(t *testing.T) {
			atWork(t, func(b *street) {
				o, at := b.told()
				form := typed(tt.typed...)
				page := b.post(at+"/"+tt.act, form)
				b.wants(page, http.StatusUnprocessableEntity, tt.says, form.Get("key"))
				if text := form.Get("text"); strings.Contains(text, "Ağaç") {
					b.wants(page, http.StatusUnprocessableEntity, text)
				}
				b.is(o.Number, New)
			})
		})
	}
}

func TestAnActThatCannotBeIsAPlainPage(t *testing.T) {
	atWork(t, func(b *street) {
		_, at := b.told()
		b.wants(b.get(at+"/accept"), http.StatusConflict, "şu anki durumunda")
		b.wants(b.post(at+"/reopen", typed()), http.StatusConflict)
		b.actor = staffOf("park")
		b.wants(b.get(at+"/take"), http.StatusNotFound)
		b.wants(b.post(at+"/take", typed()), http.StatusNotFound)
		b.actor = clerk()
		delete(b.actor.Permissions, CanTake)
		b.wants(b.post(at+"/take", typed()), http.StatusForbidden)
	})
}

func TestAFormThatWasChangedIsAnotherAct(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		form := typed("text", "İlk not")
		b.done(b.post(at+"/note", form), at)
		form.Set("text", "İkinci not")
		b.done(b.post(at+"/note", form), at)
		b.wants(b.get(at), http.StatusOK, "İlk not", "İkinci not")
		b.is(o.Number, New)
	})
}

func TestALetterIsReadBeforeItIsSent(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		b.wants(b.get(at+"/finish"), http.StatusOK, "Metin finish")
		filled := "Sayın vatandaşımız, " + o.Number + " numaralı başvuru: Yolda çukur. 26 Kasım 2026"
		b.wants(b.post(at+"/finish", typed("use", "1", "template", "t-finish")), http.StatusOK, filled)
		b.wants(b.post(at+"/finish", typed("use", "1", "template", "t-finish", "text", "Önce bu.")), http.StatusOK, "Önce bu.\n\n"+filled)
		seen := b.send(at+"/finish", typed("preview", "1", "text", "{number} bitti"), picture(t, 90))
		b.wants(seen, http.StatusOK, o.Number+" bitti", "data:image/jpeg", "Gönder")
		b.is(o.Number, New)
		sent := b.send(at+"/finish", typed("text", o.Number+" bitti", "kept", keptIn(seen.body)))
		b.done(sent, at)
		if r := b.is(o.Number, Done); r.Photos != 1 {
			b.Errorf("%d photos were kept", r.Photos)
		}
		b.wants(b.get(at), http.StatusOK, o.Number+" bitti", "/photo/")
	})
}

func TestAnInterimTextIsSentAsOne(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		b.wants(b.post(at+"/reply", typed("use", "1", "template", "t-interim")), http.StatusOK, `name="interim" value="on" checked`)
		b.done(b.post(at+"/reply", typed("text", "Bakıyoruz", "interim", "on", "template", "t-interim")), at)
		b.wants(b.get(at), http.StatusOK, "ara cevap verdi", "Bakıyoruz")
		b.is(o.Number, New)
	})
}

func TestPhotosThatAreNoPhotosCostNoWords(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		page := b.send(at+"/finish", typed("text", "Onarıldı."), []byte("not a picture"))
		b.wants(page, http.StatusUnprocessableEntity, "Onarıldı.", "foto.jpg")
		b.is(o.Number, New)
	})
}

func TestAfterAnActOneIsBackWhereOneWas(t *testing.T) {
	atWork(t, func(b *street) {
		_, at := b.told()
		b.done(b.post(at+"/note", typed("text", "Not", "list", "view=late&district=turgutlu")), at+"?list=district%3Dturgutlu%26view%3Dlate")
		b.done(b.post(at+"/take", typed("list", "view=open", "back", "list")), "/staff/requests?view=open")
		b.done(b.post(at+"/note", typed("text", "Başka not", "list", "view=//evil.example", "back", "list")), at)
	})
}

func TestTheContactIsMaskedAndSeeingItIsWrittenDown(t *testing.T) {
	atWork(t, func(b *street) {
		o, at := b.told()
		page := b.get(at)
		b.wants(page, http.StatusOK, "a•••@example.org", "İletişim bilgisini göster")
		if strings.Contains(page.body, "a@example.org") {
			b.Error("the address is shown before anybody asked")
		}
		b.wants(b.post(at+"/contact", typed()), http.StatusOK, "a@example.org", "iletişim bilgisini gördü")
		delete(b.actor.Permissions, CanViewContact)
		b.wants(b.get(at), http.StatusOK, "görme yetkiniz yok")
		b.wants(b.post(at+"/contact", typed()), http.StatusForbidden)
		b.actor = staffOf("yol")
		write(b.T, b.s.db, b.ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(b.ctx, `UPDATE requests_requests SET hidden = 1 WHERE tenant_id = $1 AND number = $2`, tx.Tenant(), o.Number)
			return err
		})
		b.wants(b.get(at), http.StatusOK, "gizli")
		b.wants(b.post(at+"/contact", typed()), http.StatusForbidden)
	})
}

func TestWhoIsNotOnTheCaseSaysWhyTheyLook(t *testing.T) {
	atWork(t, func(b *street) {
		_, at := b.told()
		b.actor = staffOf("teftis")
		b.actor.Permissions[SeesCity] = true
		page := b.get(at)
		b.wants(page, http.StatusOK, "Neden bakıyorsunuz?")
		if name := maskName("Ayşe Işık"); name != "A••• I•••" || maskName("") != "" {
			b.Errorf("a name is masked as %q", name)
		}
		page = b.post(at+"/contact", typed())
		b.wants(page, http.StatusUnprocessableEntity, "Bir neden seçin.", "Birkaç kelimeyle açıklayın.")
		if strings.Contains(page.body, "a@example.org") {
			b.Error("the address is shown without a reason")
		}
		b.wants(b.post(at+"/contact", typed("reason", "curiosity", "words", "Merak ettim, baktım")), http.StatusUnprocessableEntity, "Merak ettim, baktım")
		page = b.post(at+"/contact", typed("reason", "inspection", "words", "2026/41 sayılı teftiş dosyası"))
		b.wants(page, http.StatusOK, "a@example.org", "iletişim bilgisini gördü (Teftiş veya soruşturma)", "2026/41 sayılı teftiş dosyası")
		for _, lang := range []string{"fa", "en"} {
			b.wants(b.get(at+"?lang="+lang), http.StatusOK, "2026/41")
		}
	})
}

func TestTheHistoryTellsNamesPostsAndNotes(t *testing.T) {
	atWork(t, func(b *street) {
		_, at := b.told()
		b.done(b.post(at+"/take", typed()), at)
		b.done(b.post(at+"/note", typed("text", "Kazı gerek")), at)
		b.wants(b.get(at), http.StatusOK, "Kişi person-of-yol (Makam yol-memur)", "Kazı gerek", "says inside", "Cadde büyükşehrin yoludur.")
		only := b.get(at + "?show=messages")
		b.wants(only, http.StatusOK, "Kazı gerek")
		if strings.Contains(only.body, "üstüne aldı") {
			b.Error("only messages were asked for")
		}
	})
}

func TestNextFollowsTheListOneCameFrom(t *testing.T) {
	atWork(t, func(b *street) {
		first, at := b.told()
		b.ctx = later(b.ctx, time.Hour)
		second, _ := b.told()
		b.wants(b.get(at+"?list=view%3Dopen"), http.StatusOK, "/staff/requests/"+second.Number+"?list=view%3Dopen", "/staff/requests?view=open")
		last := b.get("/staff/requests/" + second.Number + "?list=view%3Dopen")
		if strings.Contains(last.body, first.Number) {
			b.Error("the last one leads back to the first")
		}
	})
}
