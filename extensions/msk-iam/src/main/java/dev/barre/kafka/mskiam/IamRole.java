package dev.barre.kafka.mskiam;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A role to assume ({@code sts:AssumeRole}). Immutable.
 *
 * @param arn {@code arn:aws:iam::123456789012:role/billing}
 * @param sessionName by which CloudTrail tells the sessions of the role apart; empty means {@code aws-msk-iam-auth}
 * @param externalId what the role of another account asks for
 * @param stsRegion where the role is assumed, {@code eu-central-1}; empty means the global endpoint, which is in us-east-1
 */
public record IamRole(
        String arn, Optional<String> sessionName, Optional<String> externalId, Optional<String> stsRegion) {
    private static final Pattern ARN = Pattern.compile("arn:[a-z0-9-]+:iam::\\d{12}:role/\\S+");
    private static final Pattern SESSION_NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{2,64}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9_+=,.@:/-]{2,1224}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");

    /**
     * Checks the form of each part, as AWS has it.
     *
     * @throws IllegalArgumentException if one could not be right
     */
    public IamRole {
        check(ARN, "the ARN of a role, such as arn:aws:iam::123456789012:role/billing", arn);
        sessionName.ifPresent(name -> check(SESSION_NAME, "a session name (2 to 64 of A-Z a-z 0-9 _+=,.@-)", name));
        externalId.ifPresent(id -> check(EXTERNAL_ID, "an external id (2 to 1224 of A-Z a-z 0-9 _+=,.@:/-)", id));
        stsRegion.ifPresent(region -> check(REGION, "a region, such as eu-central-1", region));
    }

    /** A role of which nothing but the ARN is to be said. */
    public static IamRole of(String arn) {
        return new IamRole(arn, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same role, its sessions under this name. */
    public IamRole withSessionName(String name) {
        return new IamRole(arn, Optional.of(name), externalId, stsRegion);
    }

    /** The same role, assumed with an external id. */
    public IamRole withExternalId(String id) {
        return new IamRole(arn, sessionName, Optional.of(id), stsRegion);
    }

    /** The same role, assumed in this region. */
    public IamRole withStsRegion(String region) {
        return new IamRole(arn, sessionName, externalId, Optional.of(region));
    }

    private static void check(Pattern form, String what, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is not " + what);
        }
    }
}
