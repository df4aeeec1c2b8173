/** What entries of the audit log are, and how they are chained. */
@NullMarked
package io.spillway.schemas.audit;

import org.jspecify.annotations.NullMarked;
