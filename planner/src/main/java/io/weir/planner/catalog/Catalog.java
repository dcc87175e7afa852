package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A snapshot of all tables and views. Immutable: a change makes a new catalog, so that a statement sees one state from
 * its first line to its last.
 *
 * <p>Names keep the case in which they were written and are matched without it: {@code Clicks} and {@code clicks} are
 * one table.
 */
public final class Catalog {
    /** The schema of all objects but system tables; may be written in front of a name, and need not. */
    public static final String DEFAULT_SCHEMA = "public";

    private static final Catalog EMPTY = new Catalog(new TreeMap<>());

    private final SortedMap<String, CatalogObject> objects;

    private Catalog(SortedMap<String, CatalogObject> objects) {
        this.objects = Collections.unmodifiableSortedMap(objects);
    }

    public static Catalog empty() {
        return EMPTY;
    }

    /** The object of this name; a system table's name has its schema in front. */
    public Optional<CatalogObject> find(String name) {
        return Optional.ofNullable(objects.get(key(name)));
    }

    /** @throws WeirException (UNKNOWN_TABLE) with the nearest name */
    public CatalogObject get(String name) {
        return find(name).orElseThrow(() -> unknown("table or view", name, names()));
    }

    /** @throws WeirException (UNKNOWN_TABLE) if there is none, or it is something else */
    public TableDefinition table(String name) {
        CatalogObject object = get(name);
        if (object instanceof TableDefinition table) {
            return table;
        }
        throw new WeirException(
                ErrorCode.UNKNOWN_TABLE, "\"" + object.name() + "\" is a " + object.kind() + ", not a table");
    }

    /** @throws WeirException (UNKNOWN_TABLE) if there is none, or it is something else */
    public ViewDefinition view(String name) {
        CatalogObject object = get(name);
        if (object instanceof ViewDefinition view) {
            return view;
        }
        throw new WeirException(
                ErrorCode.UNKNOWN_TABLE, "\"" + object.name() + "\" is a " + object.kind() + ", not a view");
    }

    /** All objects, ordered by name without case. */
    public Collection<CatalogObject> objects() {
        return objects.values();
    }

    public List<TableDefinition> tables() {
        return objects.values().stream()
                .filter(TableDefinition.class::isInstance)
                .map(TableDefinition.class::cast)
                .toList();
    }

    public List<ViewDefinition> views() {
        return objects.values().stream()
                .filter(ViewDefinition.class::isInstance)
                .map(ViewDefinition.class::cast)
                .toList();
    }

    public List<MaterializedViewDefinition> materializedViews() {
        return objects.values().stream()
                .filter(MaterializedViewDefinition.class::isInstance)
                .map(MaterializedViewDefinition.class::cast)
                .toList();
    }

    public List<SystemTable> systemTables() {
        return objects.values().stream()
                .filter(SystemTable.class::isInstance)
                .map(SystemTable.class::cast)
                .toList();
    }

    /**
     * This catalog and one more object.
     *
     * @throws WeirException (DUPLICATE_OBJECT) if there is one whose name is equal without case
     */
    public Catalog with(CatalogObject object) {
        CatalogObject present = objects.get(key(object.name()));
        if (present != null) {
            WeirException duplicate = new WeirException(
                    ErrorCode.DUPLICATE_OBJECT, present.kind() + " \"" + present.name() + "\" exists already");
            throw present.name().equals(object.name())
                    ? duplicate
                    : duplicate.withDetail("\"" + object.name()
                            + "\" differs from it only in case, and names are matched without case.");
        }
        return replace(object);
    }

    /** This catalog with an object, instead of the one of the same name if there is one. */
    public Catalog replace(CatalogObject object) {
        requireNonNull(object, "object is null");
        SortedMap<String, CatalogObject> copy = new TreeMap<>(objects);
        copy.put(key(object.name()), object);
        return new Catalog(copy);
    }

    /** @throws WeirException (UNKNOWN_TABLE) if there is none */
    public Catalog without(String name) {
        get(name);
        SortedMap<String, CatalogObject> copy = new TreeMap<>(objects);
        copy.remove(key(name));
        return new Catalog(copy);
    }

    private List<String> names() {
        return objects.values().stream().map(CatalogObject::name).toList();
    }

    /** An error that names what was not found and what was probably meant. */
    static WeirException unknown(String kind, String name, Collection<String> candidates) {
        WeirException unknown = new WeirException(ErrorCode.UNKNOWN_TABLE, kind + " \"" + name + "\" does not exist");
        String hint = NearestName.hint(name, new ArrayList<>(candidates));
        return hint.isEmpty() ? unknown : unknown.withHint(hint);
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String prefix = DEFAULT_SCHEMA + ".";
        return lower.startsWith(prefix) ? lower.substring(prefix.length()) : lower;
    }
}
