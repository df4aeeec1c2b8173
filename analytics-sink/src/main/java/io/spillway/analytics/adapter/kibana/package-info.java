/** The reports as Kibana's saved objects. */
@NullMarked
package io.spillway.analytics.adapter.kibana;

import org.jspecify.annotations.NullMarked;
