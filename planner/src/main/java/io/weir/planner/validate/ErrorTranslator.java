package io.weir.planner.validate;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Calcite throws into errors that a user can work with: Weir's words, the position, the names there are, and
 * the nearest one.
 */
public final class ErrorTranslator {
    private final Catalog catalog;
    private final @Nullable WeirSqlValidator validator;

    ErrorTranslator(Catalog catalog, @Nullable WeirSqlValidator validator) {
        this.catalog = catalog;
        this.validator = validator;
    }

    /** For errors behind validation. */
    public static ErrorTranslator of(Catalog catalog) {
        return new ErrorTranslator(catalog, null);
    }

    /** The error to throw instead; errors that are no fault of the statement come out as INTERNAL_ERROR. */
    public WeirException translate(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof WeirException known) {
                return located(known, error);
            }
            if (cause instanceof StackOverflowError) {
                return new WeirException(
                                ErrorCode.STATEMENT_TOO_COMPLEX, "statement is nested too deeply to be planned", error)
                        .withHint("Split it, for instance by views.");
            }
        }
        SqlParserPos position = position(error);
        Throwable innermost = error;
        boolean isExpected = false;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            innermost = cause;
            isExpected |= cause instanceof CalciteException
                    || cause instanceof SqlValidatorException
                    || cause instanceof CalciteContextException;
        }
        String text = innermost.getMessage() == null ? "" : innermost.getMessage();
        if (innermost instanceof UnsupportedOperationException && text.contains(SqlDynamicParam.class.getName())) {
            return new WeirException(ErrorCode.VALIDATION_ERROR, "a parameter cannot stand in this place", error)
                    .withHint("Write the value itself.");
        }
        if (!isExpected) {
            return new WeirException(
                    ErrorCode.INTERNAL_ERROR,
                    "planning failed: " + innermost.getClass().getSimpleName() + (text.isEmpty() ? "" : ": " + text),
                    error);
        }
        return Names.at(byText(text, position, error), position);
    }

    private static WeirException located(WeirException known, Throwable error) {
        return Names.at(known, position(error));
    }

    private static SqlParserPos position(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CalciteContextException context && context.getPosLine() > 0) {
                return new SqlParserPos(
                        context.getPosLine(),
                        context.getPosColumn(),
                        context.getEndPosLine(),
                        context.getEndPosColumn());
            }
        }
        return SqlParserPos.ZERO;
    }

    private WeirException byText(String text, SqlParserPos position, Throwable error) {
        Matcher column = ValidatorMessages.COLUMN_NOT_FOUND.matcher(text);
        if (column.matches()) {
            return unknownColumn(column.group(1), column.group(2), position, error);
        }
        Matcher object = ValidatorMessages.OBJECT_NOT_FOUND.matcher(text);
        if (object.matches()) {
            String schema = object.group(2);
            return unknownTable(schema == null ? object.group(1) : schema + "." + object.group(1));
        }
        Matcher function = ValidatorMessages.FUNCTION_NOT_FOUND.matcher(text);
        if (function.matches()) {
            return unknownFunction(function.group(1));
        }
        return ValidatorMessages.translate(text, error);
    }

    private WeirException unknownColumn(String name, @Nullable String table, SqlParserPos position, Throwable error) {
        Map<String, List<String>> relations = validator == null ? Map.of() : validator.relationsAt(position);
        if (table != null) {
            relations.keySet().removeIf(alias -> !alias.equalsIgnoreCase(table));
        }
        List<String> columns = relations.values().stream().flatMap(List::stream).toList();
        String primary;
        if (relations.size() == 1 && !relations.containsKey("")) {
            primary = "table \"" + relations.keySet().iterator().next() + "\" has no column \"" + name + "\"";
        } else if (table != null) {
            primary = "table \"" + table + "\" has no column \"" + name + "\"";
        } else {
            primary = "column \"" + name + "\" does not exist";
        }
        WeirException unknown = new WeirException(ErrorCode.UNKNOWN_COLUMN, primary, error);
        if (table == null && catalog.find(name).isPresent()) {
            return unknown.withHint("\"" + name + "\" is a table: write TABLE " + name + ".");
        }
        if (columns.isEmpty()) {
            return unknown;
        }
        unknown = unknown.withDetail(Names.columns(columns));
        String hint = NearestName.hint(name, columns);
        if (hint.isEmpty() && isQuoted(name, position)) {
            return unknown.withHint(
                    "Double quotes are for names; strings are written in single quotes: '" + name + "'.");
        }
        return hint.isEmpty() ? unknown : unknown.withHint(hint);
    }

    /** Whether a name stands in quotes, as its place in the text tells. */
    private static boolean isQuoted(String name, SqlParserPos position) {
        return position.getLineNum() == position.getEndLineNum()
                && position.getEndColumnNum() - position.getColumnNum() + 1 == name.length() + 2;
    }

    private WeirException unknownTable(String name) {
        String bare = name.toLowerCase(Locale.ROOT).startsWith(Catalog.DEFAULT_SCHEMA + ".")
                ? name.substring(Catalog.DEFAULT_SCHEMA.length() + 1)
                : name;
        List<String> names = catalog.objects().stream().map(CatalogObject::name).toList();
        WeirException unknown =
                new WeirException(ErrorCode.UNKNOWN_TABLE, "table or view \"" + bare + "\" does not exist");
        String hint = NearestName.hint(bare, names);
        if (!hint.isEmpty()) {
            return unknown.withHint(hint);
        }
        return names.isEmpty() ? unknown.withHint("There are no tables; CREATE TABLE makes one.") : unknown;
    }

    private static WeirException unknownFunction(String signature) {
        String name = signature.contains("(") ? signature.substring(0, signature.indexOf('(')) : signature;
        List<String> functions = new ArrayList<>(new TreeSet<>(OperatorTables.instance().getOperatorList().stream()
                .map(operator -> operator.getName())
                .filter(candidate -> candidate.matches("[A-Z][A-Z0-9_]*"))
                .toList()));
        boolean isKnown = functions.stream().anyMatch(name::equalsIgnoreCase);
        WeirException unknown = new WeirException(
                ErrorCode.UNKNOWN_FUNCTION,
                isKnown
                        ? "function \"" + name + "\" does not take " + arguments(signature)
                        : "function \"" + name + "\" does not exist");
        String hint = isKnown ? "" : NearestName.hint(name, functions);
        return hint.isEmpty() ? unknown : unknown.withHint(hint);
    }

    private static String arguments(String signature) {
        String list = signature.contains("(") ? signature.substring(signature.indexOf('(')) : "()";
        return list.equals("()") ? "no arguments" : "the arguments " + list.replaceAll("[<>]", "");
    }
}
