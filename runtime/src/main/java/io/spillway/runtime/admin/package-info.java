/** The operators' HTTP door of a service: health and metrics. */
@NullMarked
package io.spillway.runtime.admin;

import org.jspecify.annotations.NullMarked;
