package translate

// A Cause classifies why a request failed, more closely than a [Kind], where a person can do something about it. The zero
// Cause is none of these.
type Cause uint8

// The causes that are told apart.
const (
	NoAddress      Cause = 1 + iota // no address of a server was given
	BadAddress                      // the address is not one of http or https
	WrongAddress                    // what answers there is another service
	NoHost                          // the name of the server is not known, or there is no network
	NotListening                    // nothing listens at the address
	Untrusted                       // the certificate of the server is not trusted
	PlainHTTP                       // the server does not speak https
	NoModel                         // no model was named
	UnknownModel                    // the server does not have the model
	OtherLanguages                  // the backend does not translate these languages
)
