/** The reports, each defined once, and what readers choose and see. */
@NullMarked
package io.spillway.reports.core;

import org.jspecify.annotations.NullMarked;
