//! Which service writes which headers: tables, so that a service that renames a column costs a word here and no code. Words
//! stand as headers are compared: letters and digits, small, without accents; a space stands between two.
//!
//! What is said of a service is what it alone writes, or what it means by a word otherwise than others do. What columns are
//! called by whoever stands in `headers.rs`, and counts in a service's file too.

use super::From;
use crate::domain::import::Field;

/// What a service writes.
pub(super) struct Source {
    pub(super) from: From,
    /// As it is told.
    pub(super) label: &'static str,
    /// It is this one if its header has one of each of these, …
    pub(super) needs: &'static [&'static str],
    /// … and one of these, if there are any: what it needs alone is written by others too. Not asked where somebody said
    /// which service it is.
    pub(super) marks: &'static str,
    /// … and none of these.
    pub(super) lacks: &'static str,
    /// What its columns are.
    pub(super) columns: &'static [(Field, &'static str)],
    /// What is none of what others mean by that word, and has no place.
    pub(super) idle: &'static str,
    /// Who looks after somebody or something: a user of it, who may be a member of the plan.
    pub(super) owner: &'static str,
}

/// What a service means by these is its own, whatever the word: its stages are its pipeline's, an owner is a user of it.
const ITS_OWN: [Field; 2] = [Field::Stage, Field::Owner];

/// What services agree on.
const PERSON: &[(Field, &str)] = &[
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

/// Where one of these stands, a `Name` beside it is no company's in HubSpot: other programs call their ids `Record ID` too.
const NO_COMPANIES: &str = "firstname lastname fullname email title jobtitle company account accountname organization \
                            organizationname employer customer client";

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
        owner: "",
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
        owner: "accountowner",
    },
    Source {
        from: From::Hubspot,
        label: "HubSpot contacts",
        needs: &["recordid recordidcontact", "firstname lastname email"],
        marks: "",
        lacks: "",
        columns: OF_HUBSPOT_CONTACTS,
        idle: HUBSPOT_IDLE,
        owner: "contactowner",
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
        owner: "contactowner",
    },
    Source {
        from: From::Hubspot,
        label: "HubSpot companies",
        needs: &["recordid recordidcompany", "companyname name companydomainname"],
        marks: "",
        lacks: NO_COMPANIES,
        columns: OF_HUBSPOT_COMPANIES,
        idle: HUBSPOT_IDLE,
        owner: "companyowner",
    },
    Source {
        from: From::Hubspot,
        label: "HubSpot companies",
        needs: &["companyid", "companyname name companydomainname"],
        marks: "companyowner companydomainname lifecyclestage hubspotteam numberofassociatedcontacts associatedcontact \
                associatedcontactids",
        lacks: NO_COMPANIES,
        columns: OF_HUBSPOT_COMPANIES,
        idle: HUBSPOT_IDLE,
        owner: "companyowner",
    },
    Source {
        from: From::Salesforce,
        label: "Salesforce contacts",
        needs: &["lastname contactname", "accountname accountid contactid id"],
        marks: "",
        lacks: "companyaccount",
        columns: OF_SALESFORCE_PEOPLE,
        idle: "role",
        owner: "accountowner",
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
        owner: "leadowner",
    },
    Source {
        from: From::Salesforce,
        label: "Salesforce accounts",
        needs: &["accountname"],
        marks: "accountid accountowner accountsource accountnumber accountsite parentaccount billingstreet billingcity \
                billingstate billingstateprovince billingzippostalcode billingcountry lastactivity lastmodifieddate \
                opportunityname opportunityowner",
        lacks: "firstname lastname email name",
        columns: &[
            (Field::Company, "accountname"),
            (Field::Salesforce, "accountid"),
            (Field::Website, "website"),
            (Field::Industry, "industry"),
        ],
        idle: "",
        owner: "accountowner",
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
        owner: "accountowner",
    },
    // Older files number the organizations, as all do addresses and telephones; those go by what others call them.
    Source {
        from: From::Google,
        label: "Google contacts",
        needs: &[
            "givenname firstname name",
            "familyname lastname",
            "email1value phone1value organization1name groupmembership",
            "groupmembership labels namesuffix email1type email1label phone1type phone1label organizationname",
        ],
        marks: "",
        lacks: "",
        columns: &[
            (Field::Name, "name"),
            (Field::FirstName, "givenname"),
            (Field::LastName, "familyname"),
            (Field::Company, "organization1name organizationname"),
            (Field::Title, "organization1title organizationtitle"),
            (Field::Department, "organization1department organizationdepartment"),
        ],
        idle: "",
        owner: "",
    },
    Source {
        from: From::Pipedrive,
        label: "Pipedrive people",
        needs: &["personname"],
        marks: "personid personlabel personlabels personowner personemailwork personemailhome personemailother \
                personphonework personphonehome personphonemobile personphoneother personorganization personopendeals \
                personcloseddeals personnextactivitydate",
        lacks: "",
        columns: &[
            (Field::Name, "personname"),
            (Field::FirstName, "personfirstname"),
            (Field::LastName, "personlastname"),
            (Field::Company, "organizationname personorganization"),
        ],
        idle: "",
        owner: "personowner",
    },
    Source {
        from: From::Pipedrive,
        label: "Pipedrive organizations",
        needs: &["organizationname"],
        marks: "organizationid organizationlabel organizationlabels organizationowner organizationpeople \
                organizationaddress organizationopendeals organizationcloseddeals organizationwondeals \
                organizationlostdeals organizationnextactivitydate organizationlastactivitydate",
        lacks: "personname firstname lastname email name",
        columns: &[
            (Field::Company, "organizationname"),
            (Field::Website, "organizationwebsite"),
            (Field::Industry, "organizationindustry"),
        ],
        idle: "",
        owner: "organizationowner",
    },
];

impl Source {
    /// Whether a header is this one's that has such columns. `is_said`: somebody said that it comes from there.
    pub(super) fn fits(&self, is_there: impl Fn(&str) -> bool, is_said: bool) -> bool {
        let has = |words: &str| words.split_whitespace().any(&is_there);
        let is_marked = is_said || self.marks.is_empty() || has(self.marks);
        is_marked && self.needs.iter().all(|any| has(any)) && !has(self.lacks)
    }

    /// What a column is by this service's own words.
    pub(super) fn column(&self, known: &str) -> Option<Field> {
        let of = |table: &[(Field, &str)]| {
            let is_it = |(_, words): &&(Field, &str)| words.split_whitespace().any(|word| word == known);
            table.iter().find(is_it).map(|(field, _)| *field)
        };
        of(self.columns).or_else(|| of(PERSON))
    }

    /// Whether it calls so whoever looks after what a row is of.
    pub(super) fn is_owner(&self, known: &str) -> bool {
        self.owner.split_whitespace().any(|word| word == known)
    }

    /// Whether a column of that name may be what everybody else means by it.
    pub(super) fn leaves(&self, known: &str, field: Field) -> bool {
        let is_idle = self.idle.split_whitespace().any(|word| word == known);
        !is_idle && !ITS_OWN.contains(&field) && (field.is_of_company() || !self.is_of_companies())
    }

    /// Its rows are companies, and nobody works there.
    pub(super) fn is_of_companies(&self) -> bool {
        self.columns.iter().all(|(field, _)| field.is_of_company())
    }
}

/// All names that services have for columns, whatever is made of these.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let of = |source: &'static Source| {
        let columns = source.columns.iter().map(|(_, names)| *names);
        columns.chain(source.needs.iter().copied()).chain([source.marks, source.owner])
    };
    let all = SOURCES.iter().flat_map(of).chain(PERSON.iter().map(|(_, names)| *names));
    all.flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::super::known::known_as;
    use super::*;

    #[test]
    fn words_stand_as_they_are_compared_and_mean_one_thing_to_a_service() {
        for word in words() {
            assert_eq!(known_as(word), word);
        }
        for source in SOURCES {
            let mut seen = std::collections::HashSet::new();
            for word in source.columns.iter().flat_map(|(_, words)| words.split_whitespace()) {
                assert!(seen.insert(word), "{}: {word} twice", source.label);
            }
            for word in source.idle.split_whitespace() {
                assert!(source.column(word).is_none(), "{}: {word} is used", source.label);
            }
        }
    }
}
