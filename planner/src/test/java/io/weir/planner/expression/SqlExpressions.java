package io.weir.planner.expression;

import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/**
 * Expressions from SQL text over a table {@code t} of given columns, compiled and run: what the tests of this package
 * start from.
 */
final class SqlExpressions {
    private final WeirTypeFactory typeFactory = new WeirTypeFactory();
    private final RexBuilder rexBuilder = new RexBuilder(typeFactory);
    private final List<String> names;
    private final List<DataType> types;
    private RowErrorPolicy policy = RowErrorPolicy.FAIL;
    private ZoneId zone = ZoneId.of("UTC");
    private List<Object> parameters = List.of();

    SqlExpressions(List<String> names, List<DataType> types) {
        this.names = names;
        this.types = types;
    }

    /** Without columns. */
    static SqlExpressions constants() {
        return new SqlExpressions(List.of("dummy"), List.of(DataType.of(TypeKind.INTEGER)));
    }

    SqlExpressions with(RowErrorPolicy newPolicy) {
        policy = newPolicy;
        return this;
    }

    SqlExpressions in(String newZone) {
        zone = ZoneId.of(newZone);
        return this;
    }

    SqlExpressions withParameters(Object... values) {
        parameters = Arrays.asList(values);
        return this;
    }

    RexBuilder rexBuilder() {
        return rexBuilder;
    }

    ExpressionCompiler compiler() {
        return new ExpressionCompiler(rexBuilder);
    }

    RelDataType rowType() {
        return TypeMapping.toRowType(names, types, typeFactory);
    }

    EvaluationContext context() {
        // 2026-07-01 12:34:56.789012 UTC
        return new EvaluationContext(() -> 1_782_909_296_789_012L, zone, new SplittableRandom(7), "ada", parameters);
    }

    /** The expressions of a select list. */
    List<RexNode> parse(String selectList) {
        try {
            SqlParser.Config config = SqlParser.config()
                    .withUnquotedCasing(Casing.UNCHANGED)
                    .withCaseSensitive(false)
                    .withConformance(SqlConformanceEnum.LENIENT);
            SqlNode query =
                    SqlParser.create("SELECT " + selectList + " FROM t", config).parseQuery();
            CalciteSchema schema = CalciteSchema.createRootSchema(false);
            schema.add("t", new AbstractTable() {
                @Override
                public RelDataType getRowType(RelDataTypeFactory factory) {
                    return rowType();
                }
            });
            Properties properties = new Properties();
            properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
            CalciteCatalogReader reader = new CalciteCatalogReader(
                    schema, List.of(), typeFactory, new CalciteConnectionConfigImpl(properties));
            SqlValidator validator = SqlValidatorUtil.newValidator(
                    SqlOperatorTables.chain(WeirOperatorTable.instance(), reader),
                    reader,
                    typeFactory,
                    SqlValidator.Config.DEFAULT
                            .withConformance(SqlConformanceEnum.LENIENT)
                            .withIdentifierExpansion(true));
            VolcanoPlanner planner = new VolcanoPlanner();
            planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
            planner.setExecutor(new ConstantReducer(compiler(), context()));
            RelOptCluster cluster = RelOptCluster.create(planner, rexBuilder);
            SqlToRelConverter converter = new SqlToRelConverter(
                    (type, sql, path, view) -> null,
                    validator,
                    reader,
                    cluster,
                    StandardConvertletTable.INSTANCE,
                    SqlToRelConverter.config()
                            .withInSubQueryThreshold(Integer.MAX_VALUE)
                            .withExpand(false));
            SqlNode validated = validator.validate(query);
            RelNode rel = converter.convertQuery(validated, false, true).project();
            return ((Project) rel).getProjects();
        } catch (SqlParseException e) {
            throw new IllegalArgumentException(selectList + ": " + e.getMessage(), e);
        }
    }

    /** The batch that a select list makes of another, computed for real: also of columns passed on. */
    Batch project(String selectList, Batch input) {
        Calc calc = compiler()
                .compileCalc(parse(selectList), null, rowType(), policy)
                .create(context());
        Batch result = calc.apply(input);
        return result == null ? Batch.of(0) : result;
    }

    /** The rows of a select list over some rows. */
    List<List<Object>> rows(String selectList, List<List<Object>> input) {
        return boxed(parse(selectList), project(selectList, batch(input)));
    }

    static List<List<Object>> boxed(List<RexNode> expressions, Batch batch) {
        List<DataType> outputs = new ArrayList<>();
        expressions.forEach(expression -> outputs.add(TypeMapping.toDataType(expression.getType())));
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            rows.add(BoxedValues.row(outputs, batch, row));
        }
        return rows;
    }

    Batch batch(List<List<Object>> rows) {
        BatchBuilder builder = new BatchBuilder(types);
        rows.forEach(row -> builder.addRow(types, RowKind.INSERT_CODE, row));
        return builder.build();
    }

    /** The value of one expression for one row. */
    Object value(String expression, Object... row) {
        return rows(expression, List.of(Arrays.asList(row))).get(0).get(0);
    }

    /** The value of a constant expression, computed as for a row of a batch. */
    static Object constant(String expression) {
        return constants().value(expression, 1);
    }
}
