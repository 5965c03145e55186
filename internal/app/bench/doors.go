package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/tenant"
)

// Doors measures what other systems ask: lists and reports by Open311. The
// ceiling of a list is a bare handler in a process of its own that asks the
// database the same indexed question, reads every value of every row, and sends
// as many bytes.
func Doors(ctx context.Context, o Options) (*Report, error) {
	d, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	b := &doorsBench{bench: bench{o: o, d: d}}
	asked, err := b.get311(ctx)
	if err != nil {
		return nil, err
	}
	if b.server, err = b.serve(ctx); err != nil {
		return nil, err
	}
	defer func() { _ = b.server.stop() }()
	if b.ceiling, err = start(ctx, "bench-rows", "--db", d.address, "--asked", asked); err != nil {
		return nil, err
	}
	defer func() { _ = b.ceiling.stop() }()
	b.report = &Report{At: time.Now(), Machine: fmt.Sprintf("%d cores, %s %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH),
		Engine: d.engine, Requests: o.Requests, Ready: b.server.Ready}
	b.beside(ctx, "Open311 list of 50, JSON", "list", o.Clients, func() string { return b.list("json", 50) })
	b.beside(ctx, "Open311 list of 50, XML", "list", o.Clients, func() string { return b.list("xml", 50) })
	b.beside(ctx, "Open311 list of 1,000, XML, one client", "long", 1, func() string { return b.list("xml", 1000) })
	b.report.Memory = b.server.memory()
	b.read(ctx, "Open311 report with a photo", b.reportPhoto)
	return b.report, ctx.Err()
}

type doorsBench struct {
	bench
	key     string
	picture []byte
	served  []string // the subjects whose lists are asked for in turn
}

func (b *doorsBench) list(format string, n int) string {
	return fmt.Sprintf("/open311/v2/requests.%s?page_size=%d&service_code=%s", format, n, b.served[rand.IntN(len(b.served))])
}

// beside sends a list to the server, and to the bare handler so much of the same.
func (b *doorsBench) beside(ctx context.Context, name, kind string, clients int, path func() string) {
	load := Load{Clients: clients, For: time.Second, Make: func(int) Ask { return b.get(kind, b.server.Base, path(), "") }}
	run(ctx, load)
	load.For = time.Duration(b.o.Seconds) * time.Second
	r := b.server.measured(ctx, name, load)
	load.Make = func(int) Ask { return b.get(kind, b.ceiling.Base, fmt.Sprintf("/rows?of=%s&n=%d", kind, r.Bytes), "") }
	warm := load
	warm.For = time.Second
	run(ctx, warm)
	top := b.ceiling.measured(ctx, name, load)
	r.Ceiling, r.CeilingCPU, r.CeilingKind = top.PerSecond, top.CPU, "bare handler: the same rows by the same index in columns, every value read, as many bytes"
	b.report.Results = append(b.report.Results, r)
}

// get311 gives the bench a key of its own, and writes down what a list asks the
// database.
func (b *doorsBench) get311(ctx context.Context) (asked string, err error) {
	a, err := app.Open(ctx, app.Options{DB: b.d.address, Folder: b.d.folder})
	if err != nil {
		return "", err
	}
	defer a.Close()
	c, _ := a.Cities.ByID(benchCity)
	in := i18n.With(access.AsSystem(tenant.Enter(ctx, c)), a.Catalog.Locale(city.English, c.Zone()))
	one, err := a.Partners.Add(in, doors.Partner{Code: fmt.Sprintf("bench-%x", time.Now().UnixNano()), Name: "Bench", Rights: doors.Rights, PerMinute: 60_000})
	if err != nil {
		return "", err
	}
	if b.key, err = a.Partners.MakeKey(in, one.ID); err != nil {
		return "", err
	}
	if b.picture, err = noisy(); err != nil {
		return "", err
	}
	for _, s := range newMaker(a, 1).subjects[:6] {
		b.served = append(b.served, s.Code)
	}
	all := map[string][]row{}
	for kind, n := range map[string]int{"list": 50, "long": 1000} {
		for _, code := range b.served {
			r, err := http.NewRequest(http.MethodGet, fmt.Sprintf("/open311/v2/requests.json?page_size=%d&service_code=%s", n, code), nil)
			if err != nil {
				return "", err
			}
			statements, err := overhear(ctx, a, r)
			if err != nil || len(statements) != 1 {
				return "", errors.Join(err, fmt.Errorf("a list asked %d statements, want one", len(statements)))
			}
			all[kind] = append(all[kind], row{inColumns(statements[0].text), statements[0].args})
		}
	}
	body, err := json.Marshal(all)
	if err != nil {
		return "", err
	}
	asked = filepath.Join(b.d.folder, "bench-asked.json")
	return asked, os.WriteFile(asked, body, 0o600)
}

// inColumns asks for the same rows in the ordinary way: each value as a column of
// its own, where the server asks for all of them as one.
func inColumns(text string) string {
	return strings.Replace(strings.Replace(text, "concat_ws('\x1f', ", "", 1), ") AS line", " AS line", 1)
}

// noisy is a photo as a telephone sends it when it saves bytes: 800 by 600.
func noisy() ([]byte, error) {
	dice := rand.New(rand.NewPCG(1, 2))
	picture := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for i := 0; i < 800*600; i++ {
		v := uint8((i%800)/4 + dice.IntN(24))
		picture.SetRGBA(i%800, i/800, color.RGBA{v, v / 2, 255 - v, 255})
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 75})
	return b.Bytes(), err
}

func (b *doorsBench) reportPhoto(int) Ask {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range [][2]string{{"api_key", b.key}, {"service_code", "YL01"}, {"lat", fmt.Sprintf("%.5f", 38.60+rand.Float64()*0.02)},
		{"long", fmt.Sprintf("%.5f", 27.40+rand.Float64()*0.04)}, {"description", sentences[rand.IntN(len(sentences))]}, {"email", "sakin@example.org"}} {
		_ = w.WriteField(f[0], f[1])
	}
	if file, err := w.CreateFormFile("media", "p.jpg"); err == nil {
		_, _ = file.Write(b.picture)
	}
	_ = w.Close()
	r, err := http.NewRequest(http.MethodPost, b.server.Base+"/open311/v2/requests.json", &body)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return Ask{"report", r}
}
