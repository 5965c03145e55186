package suggest

import "context"

// plainest is the method everybody knows: words and pairs of words, TF-IDF, and
// multinomial logistic regression with the squared weights held back (C = 10,
// which does better on complaints than the usual 1). It learns until it has
// settled.
func plainest(texts int, o Options) recipe {
	return recipe{read: wordsOnly, rounds: max(10, rounds(texts)), rate: 3, decay: 0.1, together: 8, seed: o.Seed, cores: o.Cores}
}

// Baseline examines the plainest method on exactly the texts and parts on which
// Train examines ours.
func Baseline(ctx context.Context, examples []Example, o Options, progress func(done, total int)) (Report, error) {
	d, err := deal(examples, o)
	if err != nil {
		return Report{}, err
	}
	t := &training{deck: d, o: o, recipe: plainest(len(d.texts), o), progress: progress}
	_, r, err := t.run(ctx)
	return r, err
}
