/** What waits before each stage of the pipeline. */
@NullMarked
package io.spillway.analytics.core.backlog;

import org.jspecify.annotations.NullMarked;
