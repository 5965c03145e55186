package suggest

import (
	"context"
	"time"
)

// With few texts every one is examined, by a model that learned from the
// others; with many one part in five is enough, and its model is kept.
const few = 24_000

// ours is how the model learns. Fewer texts are shown more often.
func ours(texts int, o Options) recipe {
	return recipe{read: wordsAndLetters, rounds: rounds(texts), rate: 0.3, adaptive: true, together: 16, seed: o.Seed, cores: o.Cores}
}

func rounds(texts int) int { return min(20, max(5, 120_000/max(texts, 1))) }

// Train learns from examples and examines what was learned. Progress hears how
// many texts were shown of all that will be. The error is ErrTooFew, ErrTooMany, or that of
// the context.
func Train(ctx context.Context, examples []Example, o Options, progress func(done, total int)) (*Model, Report, error) {
	d, err := deal(examples, o)
	if err != nil {
		return nil, Report{}, err
	}
	t := &training{deck: d, o: o, recipe: ours(len(d.texts), o), progress: progress}
	return t.run(ctx)
}

type training struct {
	*deck
	o           Options
	recipe      recipe
	progress    func(done, total int)
	done, total int
}

func (t *training) run(ctx context.Context) (*Model, Report, error) {
	e := &exam{deck: t.deck}
	t.total = len(t.texts) * t.recipe.rounds * 4 / 5
	examined := []int32{0}
	if len(t.texts) <= few {
		t.total = len(t.texts) * t.recipe.rounds * folds // four fifths five times, and all
		examined = []int32{0, 1, 2, 3, 4}
	}
	var sp *space
	var w *packed
	var took time.Duration
	for _, fold := range examined {
		var err error
		if sp, w, took, err = t.learn(ctx, e, fold); err != nil {
			return nil, Report{}, err
		}
	}
	if len(examined) > 1 {
		var err error
		if sp, w, took, err = t.learn(ctx, e, none); err != nil {
			return nil, Report{}, err
		}
	}
	if t.progress != nil {
		t.progress(t.total, t.total)
	}
	m := newModel(t.names, sp, w)
	m.heat = e.heat()
	var r Report
	r, m.least = e.account(m.heat, t.o.precision())
	r.Took, r.Features, r.Memory = took, len(sp.rare), m.memory()
	return m, r, nil
}

// none is a part no text is in.
const none = -2

// learn makes a model of all parts but one, and examines it on that one.
func (t *training) learn(ctx context.Context, e *exam, fold int32) (*space, *packed, time.Duration, error) {
	began := time.Now()
	pick, examine := t.without(fold)
	sp := newSpace(t.material, pick, t.recipe.read)
	l, err := learn(ctx, t.recipe, sp, t.material, pick, t.tell)
	if err != nil {
		return nil, nil, 0, err
	}
	w, took := pack(l, len(sp.rare)), time.Since(began)
	e.take(sp, w, t.recipe.read, examine)
	return sp, w, took, nil
}

func (t *training) tell(more int) {
	t.done += more
	if t.progress != nil && t.done/1000 != (t.done-more)/1000 && t.done < t.total {
		t.progress(t.done, t.total)
	}
}
