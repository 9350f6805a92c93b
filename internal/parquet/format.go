package parquet

// Numbers of fields and values in the structures of Parquet, by the names that its specification has for them:
// https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
const (
	fileVersion      = 1
	fileSchema       = 2
	fileRows         = 3
	fileRowGroups    = 4
	fileKeyValues    = 5
	fileCreator      = 6
	fileColumnOrders = 7
	fileEncryption   = 8

	elementType      = 1
	elementRepeated  = 3 // repetition type
	elementName      = 4
	elementChildren  = 5
	elementConverted = 6
	elementFieldID   = 9
	elementLogical   = 10

	groupColumns = 1
	groupBytes   = 2
	groupRows    = 3
	groupSorting = 4
	groupOffset  = 5
	groupSize    = 6

	chunkFile      = 1
	chunkOffset    = 2
	chunkMeta      = 3
	chunkIndexes   = 4 // 4 to 7: offset and length of two indexes
	chunkCrypto    = 8
	chunkEncrypted = 9

	metaType         = 1
	metaEncodings    = 2
	metaPath         = 3
	metaCodec        = 4
	metaValues       = 5
	metaUncompressed = 6
	metaCompressed   = 7
	metaData         = 9
	metaIndex        = 10
	metaDictionary   = 11
	metaStatistics   = 12
	metaBloom        = 14 // and 15: offset and length

	pageType       = 1
	pageFull       = 2
	pageSize       = 3
	pageData       = 5
	pageDictionary = 7
	pageData2      = 8

	dataValues      = 1
	dataEncoding    = 2
	dataLevels      = 3 // encoding of definition levels; 4: of repetition levels
	data2Encoding   = 4
	data2Levels     = 5 // length of definition levels
	data2Repeats    = 6 // length of repetition levels
	data2Compressed = 7
)

const (
	int64Type = 2 // the physical type of integers
	double    = 5 // of other numbers
	byteArray = 6 // and of texts
	utf8      = 0 // the converted type
	text      = 1 // the field of the logical type
	list      = 3 // both, of lists

	required = 0
	optional = 1
	repeated = 2

	plain           = 0
	plainDictionary = 2
	rle             = 3
	deltaLength     = 6
	deltaBytes      = 7
	rleDictionary   = 8

	uncompressed = 0
	snappyCodec  = 1
	gzipCodec    = 2
	zstdCodec    = 6

	dataPage       = 0
	dictionaryPage = 2
	data2Page      = 3
)

var types = []string{"BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"}

var codecs = []string{"UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"}

// named returns the name of a value.
func named(names []string, v int64) string {
	if v >= 0 && v < int64(len(names)) {
		return names[v]
	}
	return "something unknown"
}
