/** Logs in to Amazon MSK by IAM. Start at {@link dev.barre.kafka.mskiam.MskIam}. */
@NullMarked
package dev.barre.kafka.mskiam;

import org.jspecify.annotations.NullMarked;
