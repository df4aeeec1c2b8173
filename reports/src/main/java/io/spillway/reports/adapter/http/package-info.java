/** The reports as a page and as JSON. */
@NullMarked
package io.spillway.reports.adapter.http;

import org.jspecify.annotations.NullMarked;
