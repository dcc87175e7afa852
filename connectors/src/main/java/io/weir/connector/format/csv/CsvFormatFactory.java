package io.weir.connector.format.csv;

import io.weir.connector.format.ScalarReader;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One line of comma-separated values per record. */
public final class CsvFormatFactory implements FormatFactory {
    private static final Option<Byte> FIELD_DELIMITER =
            character("csv.field-delimiter", ",", "Stands between cells; \\t is a tab.");
    private static final Option<Byte> QUOTE_CHARACTER = character(
            "csv.quote-character", "\"", "Stands around cells with delimiters, quotes or line breaks in them.");
    private static final Option<Boolean> DISABLE_QUOTE_CHARACTER = Option.bool(
            "csv.disable-quote-character", "false", "Whether no character quotes: every delimiter ends a cell.");
    private static final Option<Byte> ESCAPE_CHARACTER =
            character("csv.escape-character", null, "Takes away the meaning of the character behind it.");
    private static final Option<String> NULL_LITERAL = Option.text(
            "csv.null-literal",
            "",
            "An unquoted cell with this text is null; nulls are written so. By default that is the empty cell.");
    private static final Option<Boolean> ALLOW_COMMENTS =
            Option.bool("csv.allow-comments", "false", "Whether lines that begin with # are passed over.");
    private static final Option<Boolean> HEADER = Option.bool(
            "csv.header", "false", "Whether files begin with a line of column names: passed over, and written.");
    private static final Option<Boolean> IGNORE_PARSE_ERRORS = Option.bool(
            "csv.ignore-parse-errors",
            "false",
            "Whether malformed records are passed over silently. See also 'bad-records'.");

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String description() {
        return "One line of comma-separated values per record, as in RFC 4180.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(
                FIELD_DELIMITER,
                QUOTE_CHARACTER,
                DISABLE_QUOTE_CHARACTER,
                ESCAPE_CHARACTER,
                NULL_LITERAL,
                ALLOW_COMMENTS,
                HEADER,
                IGNORE_PARSE_ERRORS);
    }

    @Override
    public Format create(TableDescriptor table) {
        Schema schema = table.physical();
        for (Field field : schema.fields()) {
            if (!ScalarReader.reads(field.type())) {
                throw new WeirException(
                        ErrorCode.TYPE_MISMATCH,
                        "column \"" + field.name() + "\" wants a scalar type for format 'csv', found " + field.type());
            }
        }
        Options options = table.options();
        byte delimiter = options.get(FIELD_DELIMITER);
        Optional<Byte> quote =
                options.get(DISABLE_QUOTE_CHARACTER) ? Optional.empty() : Optional.of(options.get(QUOTE_CHARACTER));
        Optional<Byte> escape = options.find(ESCAPE_CHARACTER);
        if (quote.filter(character -> character == delimiter).isPresent()
                || escape.filter(character -> character == delimiter).isPresent()
                || (escape.isPresent() && escape.equals(quote))) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "options '" + FIELD_DELIMITER.key() + "', '" + QUOTE_CHARACTER.key() + "' and '"
                            + ESCAPE_CHARACTER.key() + "' want different characters");
        }
        CsvDialect dialect = new CsvDialect(
                delimiter,
                quote.isPresent() ? quote.get() : CsvDialect.NONE,
                escape.isPresent() ? escape.get() : CsvDialect.NONE,
                options.get(NULL_LITERAL),
                options.get(ALLOW_COMMENTS));
        return new CsvFormat(schema, dialect, options.get(HEADER), options.get(IGNORE_PARSE_ERRORS));
    }

    private static Option<Byte> character(String key, @Nullable String defaultText, String meaning) {
        return new Option<>(key, CsvFormatFactory::character, defaultText, meaning, false);
    }

    /** Options are stripped of white space, so that a tab or a space can only be written with a backslash. */
    private static Byte character(String text) {
        String character = switch (text) {
            case "\\t" -> "\t";
            case "\\s", "" -> " ";
            case "\\\\" -> "\\";
            default -> text;
        };
        if (character.length() != 1
                || character.charAt(0) >= 0x80
                || character.charAt(0) == '\n'
                || character.charAt(0) == '\r'
                || character.charAt(0) == 0) {
            throw new IllegalArgumentException("one ASCII character, or \\t");
        }
        return (byte) character.charAt(0);
    }
}
