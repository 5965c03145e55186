package suggest

// Example is somebody's words with the subject they turned out to be about.
type Example struct {
	Text    string
	Subject string
	// Story names where the text comes from, if many come from one: they are
	// never on both sides of an examination. Texts that read the same are one
	// story anyway.
	Story string
}

// Guess is a subject the words may be about.
type Guess struct {
	Subject    string
	Confidence float64 // 0 to 1: of 100 guesses with 0.8 about 80 are right
}

// Options is what one may choose; the zero value is good.
type Options struct {
	Precision float64 // how many of 100 shown suggestions must be right; zero: 0.8
	Seed      uint64  // the same seed and texts give the same model
	Cores     int     // how many work at it; zero: all. It changes the time only
	// Taught are phrases the city itself has for its subjects. They are learned
	// from and never examined.
	Taught []Example
}

func (o Options) precision() float64 {
	if o.Precision <= 0 || o.Precision >= 1 {
		return 0.8
	}
	return o.Precision
}
