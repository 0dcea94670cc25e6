//! Which service writes which headers: tables, so that a service that renames a column costs a word here and no code. Words
//! stand as headers are compared: letters and digits, small, without accents; a space stands between two.
//!
//! What is said of a service is what it alone writes, or what it means by a word otherwise than others do. What columns are
//! called by whoever stands in `headers.rs`, and counts in a service's file too.

use super::From;
use super::sources::Source;
use crate::domain::import::Field;

/// What services agree on.
pub(super) const PERSON: &[(Field, &str)] = &[
    (Field::FirstName, "firstname"),
    (Field::LastName, "lastname"),
    (Field::Title, "title jobtitle"),
    (Field::Email, "email"),
    (Field::Department, "department"),
];

const OF_HUBSPOT_CONTACTS: &[(Field, &str)] = &[
    (Field::HubspotContact, "recordid recordidcontact contactid"),
    (Field::Phone, "phonenumber"),
    (Field::Mobile, "mobilephonenumber"),
    (Field::Company, "companyname associatedcompany associatedcompanyprimary primaryassociatedcompany"),
    (
        Field::Hubspot,
        "recordidcompany primaryassociatedcompanyid associatedcompanyids associatedcompanyidsprimary associatedcompanyid",
    ),
    (Field::Website, "websiteurl companydomainname"),
    (Field::Industry, "industry"),
    (Field::Linkedin, "linkedinurl linkedinprofileurl linkedinbio"),
];

const OF_HUBSPOT_COMPANIES: &[(Field, &str)] = &[
    (Field::Hubspot, "recordid recordidcompany companyid"),
    (Field::Company, "companyname name"),
    (Field::Website, "companydomainname websiteurl"),
    (Field::Industry, "industry"),
];

/// A role in HubSpot is one in buying, and its time zones go by other names than everybody's.
const HUBSPOT_IDLE: &str = "role timezone";

const OF_SALESFORCE_PEOPLE: &[(Field, &str)] = &[
    (Field::SalesforceContact, "contactid id"),
    (Field::Name, "contactname"),
    (Field::Phone, "phone businessphone"),
    (Field::Mobile, "mobile mobilephone"),
    (Field::Company, "accountname"),
    (Field::Salesforce, "accountid"),
    (Field::Website, "accountwebsite website"),
    (Field::Industry, "industry"),
    (Field::Linkedin, "linkedin linkedinurl linkedinprofile"),
    (Field::DoNotContact, "donotcall"),
];

/// The more particular first: the first that fits is the one.
pub(super) const SOURCES: &[Source] = &[
    Source {
        from: From::Linkedin,
        label: "LinkedIn connections",
        needs: &["firstname", "lastname", "connectedon"],
        marks: "",
        lacks: "",
        columns: &[
            (Field::Linkedin, "url"),
            (Field::Email, "emailaddress"),
            (Field::Company, "company"),
            (Field::Title, "position"),
            (Field::ConnectedOn, "connectedon"),
        ],
        idle: "",
    },
    Source {
        from: From::Apollo,
        label: "Apollo contacts",
        needs: &[
            "firstname",
            "lastname",
            "company companyname",
            "personlinkedinurl companynameforemails employees apollocontactid",
        ],
        marks: "",
        lacks: "",
        columns: &[
            (Field::Company, "company companyname"),
            (Field::Email, "secondaryemail tertiaryemail"),
            (Field::Phone, "workdirectphone firstphone otherphone"),
            (Field::Mobile, "mobilephone"),
            (Field::Switchboard, "corporatephone companyphone"),
            (Field::Industry, "industry"),
            (Field::Linkedin, "personlinkedinurl"),
            (Field::Website, "website"),
            (Field::Department, "departments"),
        ],
        idle: "",
    },
    Source {
        from: From::Hubspot,
        label: "HubSpot contacts",
        needs: &["recordid recordidcontact", "firstname lastname email"],
        marks: "",
        lacks: "",
        columns: OF_HUBSPOT_CONTACTS,
        idle: HUBSPOT_IDLE,
    },
    // As it called the id before, which others call so too.
    Source {
        from: From::Hubspot,
        label: "HubSpot contacts",
        needs: &["contactid", "firstname lastname email"],
        marks: "associatedcompany associatedcompanyid associatedcompanyids primaryassociatedcompany \
                primaryassociatedcompanyid lifecyclestage marketingcontactstatus hubspotscore hubspotteam",
        lacks: "accountname",
        columns: OF_HUBSPOT_CONTACTS,
        idle: HUBSPOT_IDLE,
    },
    Source {
        from: From::Hubspot,
        label: "HubSpot companies",
        needs: &["recordid recordidcompany", "companyname name companydomainname"],
        marks: "",
        lacks: "firstname lastname email",
        columns: OF_HUBSPOT_COMPANIES,
        idle: HUBSPOT_IDLE,
    },
    Source {
        from: From::Hubspot,
        label: "HubSpot companies",
        needs: &["companyid", "companyname name companydomainname"],
        marks: "companyowner companydomainname lifecyclestage hubspotteam numberofassociatedcontacts associatedcontact \
                associatedcontactids",
        lacks: "firstname lastname email",
        columns: OF_HUBSPOT_COMPANIES,
        idle: HUBSPOT_IDLE,
    },
    Source {
        from: From::Salesforce,
        label: "Salesforce contacts",
        needs: &["lastname contactname", "accountname accountid contactid id"],
        marks: "",
        lacks: "companyaccount",
        columns: OF_SALESFORCE_PEOPLE,
        idle: "role",
    },
    // Their ids are no contact's, and lead nowhere once a lead has become one.
    Source {
        from: From::Salesforce,
        label: "Salesforce leads",
        needs: &["lastname name leadname", "companyaccount"],
        marks: "",
        lacks: "",
        columns: &[
            (Field::Name, "leadname"),
            (Field::Phone, "phone"),
            (Field::Mobile, "mobile mobilephone"),
            (Field::Company, "companyaccount"),
            (Field::Website, "website"),
            (Field::Industry, "industry"),
            (Field::DoNotContact, "donotcall"),
        ],
        idle: "role",
    },
    Source {
        from: From::Salesforce,
        label: "Salesforce accounts",
        needs: &["accountname"],
        marks: "accountid accountowner accountsource accountnumber accountsite parentaccount billingstreet billingcity \
                billingstate billingstateprovince billingzippostalcode billingcountry lastactivity lastmodifieddate",
        lacks: "firstname lastname email name",
        columns: &[
            (Field::Company, "accountname"),
            (Field::Salesforce, "accountid"),
            (Field::Website, "website"),
            (Field::Industry, "industry"),
        ],
        idle: "",
    },
    Source {
        from: From::Salesforce,
        label: "Salesforce accounts",
        needs: &["id", "name"],
        marks: "billingstate billingcity ownerid website industry",
        lacks: "firstname lastname email company title accountname contactname",
        columns: &[
            (Field::Salesforce, "id"),
            (Field::Company, "name"),
            (Field::Website, "website"),
            (Field::Industry, "industry"),
        ],
        idle: "",
    },
];
