// Package files keeps what people attach, and makes pictures safe to show.
//
// A blob is named by the hash of what is in it, so the same picture is kept
// once, a name can never point outside the store, and nothing is ever changed
// in place. A blob has no owner here: it is served only by the thing it is
// attached to, after that thing has asked who wants to see it.
//
//	upload ──ReadPhoto──▶ Photo{Full, Thumb} ──Store.Put──▶ Ref ──ServePhoto──▶ screen
//
// A photo is never kept as it came. It is decoded, turned upright, made smaller
// and written anew, so the place where it was taken, the phone's name and
// anything hidden in the file are gone.
package files
