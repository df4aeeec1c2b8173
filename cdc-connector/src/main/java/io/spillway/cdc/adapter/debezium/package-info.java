/** Debezium engines, one for each MySQL server. */
@NullMarked
package io.spillway.cdc.adapter.debezium;

import org.jspecify.annotations.NullMarked;
