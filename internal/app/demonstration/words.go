package demonstration

import (
	"context"
	"fmt"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/requests"
)

// everything is what an invented manager may do who signs or works instead of
// the officer.
var everything = map[access.Permission]bool{
	requests.CanView: true, requests.CanTake: true, requests.CanAsk: true, requests.CanNote: true, requests.CanHandOver: true, requests.CanFinish: true, requests.CanRefuse: true,
	requests.CanReopen: true, requests.CanReply: true, requests.SeesCity: true, requests.SeesUnitTree: true,
}

var ask = map[city.Lang]string{
	city.Turkish: "Yerini tam bulamadık. Yakındaki bir bina numarasını ya da işyerini yazar mısınız?",
	city.Persian: "نشانی دقیق پیدا نشد. لطفاً پلاک یا نام نزدیک‌ترین مغازه را بنویسید.",
	city.English: "We could not find the exact spot. Could you name a house number or a shop nearby?",
}

var answers = map[city.Lang]string{
	city.Turkish: "Köşedeki fırının tam karşısı, elektrik direğinin dibi.",
	city.Persian: "درست روبه‌روی نانوایی سر کوچه، کنار تیر برق.",
	city.English: "Right across from the bakery on the corner, by the electricity pole.",
}

var objections = map[city.Lang]string{
	city.Turkish: "Gelip baktılar ama sorun olduğu gibi duruyor.",
	city.Persian: "آمدند و نگاه کردند ولی مشکل همچنان باقی است.",
	city.English: "They came and had a look, but the problem is still there.",
}

func join(visitor uint64) func(context.Context, *db.Tx, *requests.Service, requests.Opened) error {
	return func(ctx context.Context, tx *db.Tx, svc *requests.Service, o requests.Opened) error {
		_, err := svc.JoinIfOpen(ctx, tx, o.Number, fmt.Sprintf("%016x", visitor))
		return err
	}
}
