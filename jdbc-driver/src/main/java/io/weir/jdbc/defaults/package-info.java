/**
 * What JDBC's interfaces demand and what is the same for every object of its kind, as default methods: refusals,
 * getters by label, setters by type. The classes that implement them hold only what does something. Any thread, as the
 * class says.
 */
@NullMarked
package io.weir.jdbc.defaults;

import org.jspecify.annotations.NullMarked;
