/** The reports, each defined once, and their figures. */
@NullMarked
package io.spillway.analytics.core.report;

import org.jspecify.annotations.NullMarked;
