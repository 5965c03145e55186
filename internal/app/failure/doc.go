// Package failure takes away what the program stands on while residents use it
// (the database server, the space on the disk, the right time) and looks at
// what they see, what is kept, and how it goes on by itself. It holds tests
// only.
package failure
