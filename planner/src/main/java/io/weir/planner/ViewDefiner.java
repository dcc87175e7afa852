package io.weir.planner;

import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.logical.LogicalPlan;
import io.weir.planner.logical.LogicalPlanner;
import io.weir.planner.validate.Names;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** CREATE VIEW and CREATE MATERIALIZED VIEW as definitions, checked. */
final class ViewDefiner {
    private ViewDefiner() {}

    static ViewDefinition define(SqlCreateView statement, LogicalPlanner planner) {
        String view = TableDefiner.simpleName(statement.name());
        LogicalPlan plan = planner.convert(statement.query());
        List<String> names = names(statement.columns());
        Schema schema = schema(view, plan, names, statement.columns(), statement.query());
        return new ViewDefinition(view, schema, names, statement.query(), statement.comment(), statement.isTemporary());
    }

    /** @param key columns of the query that are a key of its rows; empty if there is none */
    static MaterializedViewDefinition define(SqlCreateMaterializedView statement, LogicalPlan plan, List<Integer> key) {
        String view = TableDefiner.simpleName(statement.name());
        List<String> names = names(statement.columns());
        Schema schema = schema(view, plan, names, statement.columns(), statement.query());
        return new MaterializedViewDefinition(
                view,
                schema,
                names,
                key.stream().map(schema.names()::get).toList(),
                statement.query(),
                statement.options(),
                statement.comment());
    }

    private static List<String> names(SqlNodeList columns) {
        List<String> names = new ArrayList<>();
        for (SqlNode column : columns) {
            names.add(((SqlIdentifier) column).getSimple());
        }
        return names;
    }

    private static Schema schema(String view, LogicalPlan plan, List<String> names, SqlNode columnList, SqlNode query) {
        if (!plan.parameters().isEmpty()) {
            throw at(new WeirException(ErrorCode.VALIDATION_ERROR, "a view cannot have parameters"), query);
        }
        List<RelDataTypeField> fields = plan.rowType().getFieldList();
        if (!names.isEmpty() && names.size() != fields.size()) {
            throw at(
                    new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "view \"" + view + "\" names " + names.size() + " columns, its query has " + fields.size()),
                    columnList);
        }
        List<Field> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = names.isEmpty() ? fields.get(i).getName() : names.get(i);
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw at(
                        new WeirException(
                                        ErrorCode.DUPLICATE_OBJECT,
                                        "column name \"" + name + "\" stands twice in view \"" + view + "\"")
                                .withHint("Give one of them an alias."),
                        query);
            }
            Field field = new Field(name, TypeMapping.toDataType(fields.get(i).getType()));
            if (field.type().kind() == TypeKind.NULL) {
                throw at(
                        new WeirException(ErrorCode.TYPE_MISMATCH, "the type of column \"" + name + "\" is not known")
                                .withHint("Say it: CAST(NULL AS INTEGER)."),
                        query);
            }
            columns.add(field);
        }
        return new Schema(columns);
    }

    private static WeirException at(WeirException error, SqlNode node) {
        return Names.at(error, node.getParserPosition());
    }
}
