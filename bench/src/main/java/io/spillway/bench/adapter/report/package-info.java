/** The report as Markdown, CSV and SVG. */
@NullMarked
package io.spillway.bench.adapter.report;

import org.jspecify.annotations.NullMarked;
