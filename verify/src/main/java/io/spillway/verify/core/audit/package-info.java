/** What the audit log must be, and what is wrong with it where it is not. */
@NullMarked
package io.spillway.verify.core.audit;

import org.jspecify.annotations.NullMarked;
