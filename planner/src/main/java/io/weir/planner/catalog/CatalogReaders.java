package io.weir.planner.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/** The catalog in the form that Calcite reads: names are matched without case. */
public final class CatalogReaders {
    private CatalogReaders() {}

    public static CalciteCatalogReader of(Catalog catalog, RelDataTypeFactory typeFactory) {
        Map<String, Table> tables = new LinkedHashMap<>();
        Map<String, Map<String, Table>> systemSchemas = new TreeMap<>();
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof SystemTable table) {
                systemSchemas
                        .computeIfAbsent(table.schemaName().toLowerCase(Locale.ROOT), name -> new LinkedHashMap<>())
                        .put(table.tableName(), CatalogTable.of(table));
            } else {
                tables.put(object.name(), CatalogTable.of(object));
            }
        }
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        root.add(Catalog.DEFAULT_SCHEMA, new TableMap(tables));
        systemSchemas.forEach((name, content) -> root.add(name, new TableMap(content)));
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        return new CalciteCatalogReader(
                root, List.of(Catalog.DEFAULT_SCHEMA), typeFactory, new CalciteConnectionConfigImpl(properties));
    }

    private static final class TableMap extends AbstractSchema {
        private final Map<String, Table> tables;

        private TableMap(Map<String, Table> tables) {
            this.tables = tables;
        }

        @Override
        protected Map<String, Table> getTableMap() {
            return tables;
        }
    }
}
