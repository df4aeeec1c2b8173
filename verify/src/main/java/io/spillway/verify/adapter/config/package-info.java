/** What clients of a pipeline's servers are configured with. */
@NullMarked
package io.spillway.verify.adapter.config;

import org.jspecify.annotations.NullMarked;
