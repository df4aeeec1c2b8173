/** Where the stores differ, and what puts it right. Pure. */
@NullMarked
package io.spillway.verify.core.reconcile;

import org.jspecify.annotations.NullMarked;
