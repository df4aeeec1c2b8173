/** The reports as Kibana's saved objects. */
@NullMarked
package io.spillway.reports.adapter.kibana;

import org.jspecify.annotations.NullMarked;
