//! Whose file it is and what its columns are: a header, its first row, and what is read of them.

use super::*;
use crate::domain::words::Vocabulary as _;

/// A list, and what is read of it: whose it is, what each column that is used is, and which are not.
type Case = (&'static str, &'static str, &'static str, &'static str);

/// `First Name first-name, Company company`.
fn read_as(sheet: &Sheet) -> String {
    let one = |column: &Mapped| format!("{} {}", column.name, column.field.word());
    sheet.mapped.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn assert_read(cases: &[Case]) {
    for (text, source, used, unused) in cases {
        let sheet = sheet(text).unwrap();
        assert_eq!(sheet.source.as_ref(), *source, "{text}");
        assert_eq!(read_as(&sheet), *used, "{text}");
        assert_eq!(sheet.unused.join(", "), *unused, "{text}");
    }
}

#[test]
fn whose_contact_id_it_is_is_said_by_what_stands_beside_it_and_below_it() {
    assert_read(&[
        (
            "Salutation,First Name,Last Name,Title,Phone,Email,Account Owner,Account Name,Account ID,Contact ID\n\
             Ms.,Dana,Cole,CMO,(312) 555-0100,dana@primo.example,Sam,Primo,001AA00000AAAAA,003AA00000AAAAA\n",
            "Salesforce contacts",
            "First Name first-name, Last Name last-name, Title title, Phone phone, Email email, Account Name company, \
             Account ID salesforce-id, Contact ID salesforce-contact",
            "Salutation, Account Owner",
        ),
        (
            "Contact ID,Last Name,Title,Account Name,Email\n003AA00000AAAAAIA0,Cole,CMO,Primo,dana@primo.example\n",
            "Salesforce contacts",
            "Contact ID salesforce-contact, Last Name last-name, Title title, Account Name company, Email email",
            "",
        ),
        // Below which a report has its totals.
        (
            "Contact ID,Last Name,Account Owner,Company\n003AA00000AAAAA,Cole,Sam,Primo\n\
             Grand Totals (1 record),,,\nConfidential Information - Do Not Distribute,,,\nCopyright (c) 2000-2026,,,\n",
            "Salesforce contacts",
            "Contact ID salesforce-contact, Last Name last-name, Company company",
            "Account Owner",
        ),
        // By its cells alone.
        (
            "Contact ID,First Name,Last Name,Company\n003AA00000AAAAA,Dana,Cole,Primo\n",
            "Salesforce contacts",
            "Contact ID salesforce-contact, First Name first-name, Last Name last-name, Company company",
            "",
        ),
        // What no system's can be told is nobody's.
        (
            "Contact ID,First Name,Last Name,Email,Company\n12,Dana,Cole,dana@primo.example,Primo\n",
            "list.csv",
            "First Name first-name, Last Name last-name, Email email, Company company",
            "Contact ID",
        ),
        (
            "Contact ID,Last Name,Account Name\nC-12,Cole,Primo\n",
            "Salesforce contacts",
            "Last Name last-name, Account Name company",
            "Contact ID",
        ),
        (
            "Contact Name,Account,Account ID\nDana Cole,Primo,17\n",
            "list.csv",
            "Contact Name name, Account company",
            "Account ID",
        ),
        // HubSpot called its own so, and writes beside it what it alone writes.
        (
            "Contact ID,First Name,Last Name,Email,Associated Company,Associated Company ID\n\
             12,Dana,Cole,dana@primo.example,Primo,9001\n",
            "HubSpot contacts",
            "Contact ID hubspot-contact, First Name first-name, Last Name last-name, Email email, \
             Associated Company company, Associated Company ID hubspot-id",
            "",
        ),
        // Another's record ids are no HubSpot's.
        (
            "Record ID,First Name,Last Name,Company\nrecA1b2C3d4E5f6G,Dana,Cole,Primo\n",
            "list.csv",
            "First Name first-name, Last Name last-name, Company company",
            "Record ID",
        ),
        (
            "Record ID,First Name,Last Name,Company\n003AA00000AAAAA,Dana,Cole,Primo\n",
            "list.csv",
            "Record ID salesforce-contact, First Name first-name, Last Name last-name, Company company",
            "",
        ),
        // Both systems know them.
        (
            "Record ID,First Name,Last Name,Account ID,Salesforce Contact ID\n7,Dana,Cole,001AA00000AAAAA,003AA00000AAAAA\n",
            "HubSpot contacts",
            "Record ID hubspot-contact, First Name first-name, Last Name last-name, Account ID salesforce-id, \
             Salesforce Contact ID salesforce-contact",
            "",
        ),
    ]);
}

#[test]
fn an_id_by_itself_is_what_it_begins_with() {
    assert_read(&[
        (
            "Id,FirstName,LastName,Title,AccountName,AccountId,Email\n\
             003AA00000AAAAA,Dana,Cole,CMO,Primo,001AA00000AAAAA,dana@primo.example\n",
            "Salesforce contacts",
            "Id salesforce-contact, FirstName first-name, LastName last-name, Title title, AccountName company, \
             AccountId salesforce-id, Email email",
            "",
        ),
        (
            "Id,Name,Website,Industry,OwnerId,Phone\n001AA00000AAAAAIA0,Primo,primo.example,Beverages,005AA0000000001,\n",
            "Salesforce accounts",
            "Id salesforce-id, Name company, Website website, Industry industry",
            "OwnerId, Phone",
        ),
        (
            "Id,Name,Company,Email\n003AA00000AAAAA,Dana Cole,Primo,dana@primo.example\n",
            "list.csv",
            "Id salesforce-contact, Name name, Company company, Email email",
            "",
        ),
        ("Id,Name,Company\n7,Dana Cole,Primo\n", "list.csv", "Name name, Company company", "Id"),
        // A lead's is none of a contact.
        (
            "Lead ID,First Name,Last Name,Title,Company / Account,Email,Lead Status,Phone\n\
             00QAA0000000001,Dana,Cole,CMO,Primo,dana@primo.example,Open,+1 312 555 0100\n",
            "Salesforce leads",
            "First Name first-name, Last Name last-name, Title title, Company / Account company, Email email, Phone phone",
            "Lead ID, Lead Status",
        ),
    ]);
    // Whoever says where it comes from is believed; of Salesforce's own the cells say what they are of.
    for (from, text, used) in [
        (From::Hubspot, "Contact ID,First Name,Company\nX7,Dana,Primo\n", "hubspot-contact first-name company"),
        (
            From::Salesforce,
            "Contact ID,Last Name,Account Name\nX7,Cole,Primo\n",
            "salesforce-contact last-name company",
        ),
        (From::Salesforce, "Id,Name,Tier\n001AA00000AAAAA,Primo,1\n", "salesforce-id company tier"),
        (
            From::Csv,
            "Contact ID,Last Name,Company\n003AA00000AAAAA,Cole,Primo\n",
            "salesforce-contact last-name company",
        ),
    ] {
        let sheet = read(text.as_bytes(), &Request { from: Some(from), ..asked() }, &mut |_| true).unwrap();
        let fields: Vec<&str> = sheet.mapped.iter().map(|column| column.field.word()).collect();
        assert_eq!(fields.join(" "), used, "{text}");
    }
}

#[test]
fn in_a_file_of_a_service_plain_words_say_what_they_say_elsewhere() {
    assert_read(&[
        (
            "Record ID,First Name,Last Name,Email,Company,Website,LinkedIn,Tier,Notes\n\
             12,Dana,Cole,dana@primo.example,Primo,primo.example,https://www.linkedin.com/in/dana,1,hello\n",
            "HubSpot contacts",
            "Record ID hubspot-contact, First Name first-name, Last Name last-name, Email email, Company company, \
             Website website, LinkedIn linkedin, Tier tier, Notes notes",
            "",
        ),
        (
            "Record ID - Contact,First Name,Last Name,Email,Record ID - Company,Associated Company\n\
             12,Dana,Cole,dana@primo.example,9001,Primo\n",
            "HubSpot contacts",
            "Record ID - Contact hubspot-contact, First Name first-name, Last Name last-name, Email email, \
             Record ID - Company hubspot-id, Associated Company company",
            "",
        ),
        (
            "Record ID - Company,Company name,Company Domain Name,Industry,LinkedIn,Phone\n\
             12,Primo,primo.example,FOOD,https://www.linkedin.com/company/primo,1\n",
            "HubSpot companies",
            "Record ID - Company hubspot-id, Company name company, Company Domain Name website, Industry industry",
            "LinkedIn, Phone",
        ),
        (
            "Account Name,Account ID,Tier,Why,Tags,Value\nNova,001A0000000001AAA,1,because,\"a, b\",5000\n",
            "Salesforce accounts",
            "Account Name company, Account ID salesforce-id, Tier tier, Why why, Tags tags, Value value",
            "",
        ),
        (
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On,Website,Phone\n\
             Dana,Cole,,,Primo,CMO,15 Jun 2026,primo.example,+1 312 555 0101\n",
            "LinkedIn connections",
            "First Name first-name, Last Name last-name, URL linkedin, Email Address email, Company company, \
             Position title, Connected On connected-on, Website website, Phone phone",
            "",
        ),
        // A column of profiles says so by itself.
        (
            "Record ID,First Name,Last Name,Profile\n12,Dana,Cole,https://www.linkedin.com/in/dana\n",
            "HubSpot contacts",
            "Record ID hubspot-contact, First Name first-name, Last Name last-name, Profile linkedin",
            "",
        ),
        // What a service means otherwise is none of it.
        (
            "First Name,Last Name,Company,Person Linkedin Url,Stage,Owner\n\
             Dana,Cole,Primo,http://www.linkedin.com/in/dana,Cold,sam\n",
            "Apollo contacts",
            "First Name first-name, Last Name last-name, Company company, Person Linkedin Url linkedin",
            "Stage, Owner",
        ),
        (
            "Record ID,First Name,Last Name,Contact owner,Lead Status,Lifecycle Stage,Role,Time Zone\n\
             12,Dana,Cole,Sam,NEW,Lead,Blocker,us_slash_eastern\n",
            "HubSpot contacts",
            "Record ID hubspot-contact, First Name first-name, Last Name last-name",
            "Contact owner, Lead Status, Lifecycle Stage, Role, Time Zone",
        ),
    ]);
}

#[test]
fn a_services_own_word_goes_before_what_others_call_so_and_that_fills_what_it_leaves_empty() {
    let text = "Company,Record ID,Contact,First Name,Last Name,Associated Company\n\
                Primo Inc,1,someone,Dana,Cole,Primo\nGlobex,2,,Hank,Scorpio,\n";
    let sheet = sheet(text).unwrap();
    assert_eq!(told(&sheet), ["2 Dana Cole, , Primo", "3 Hank Scorpio, , Globex"]);
    assert_eq!(sheet.unused, ["Contact"], "who has two halves is not called by something else");
    let left: Vec<&str> = sheet.skipped.iter().map(|left| left.why.as_str()).collect();
    assert_eq!(left, ["company is “Primo” already, so “Primo Inc” is left out (column “Company”)"]);
}

#[test]
fn other_programs_name_columns_by_what_they_are_of() {
    assert_read(&[
        (
            "Person - Name,Person - Email - Work,Person - Phone - Mobile,Organization - Name,Person - Job title,Person - ID,\
             Person - Owner\nDana Cole,dana@primo.example,+1 312 555 0100,Primo,CMO,3,Sam\n",
            "Pipedrive people",
            "Person - Name name, Person - Email - Work email, Person - Phone - Mobile mobile, Organization - Name company, \
             Person - Job title title",
            "Person - ID, Person - Owner",
        ),
        (
            "Organization - Name,Organization - Label,Organization - Address,Organization - Owner,Region code\n\
             Primo,Hot,Main St 1,Sam,7\n",
            "Pipedrive organizations",
            "Organization - Name company",
            "Organization - Label, Organization - Address, Organization - Owner, Region code",
        ),
        (
            "First Name,Last Name,Name Suffix,Organization Name,Organization Department,E-mail 1 - Value\n\
             Dana,Cole,MBA,Primo,Marketing,dana@primo.example\n",
            "Google contacts",
            "First Name first-name, Last Name last-name, Organization Name company, Organization Department department, \
             E-mail 1 - Value email",
            "Name Suffix",
        ),
        (
            "Company Name,Contact Person,Contact Email,Contact Phone,Job Function\n\
             Primo,Dana Cole,dana@primo.example,+1 312 555 0100,Marketing\n",
            "list.csv",
            "Company Name company, Contact Person name, Contact Email email, Contact Phone phone",
            "Job Function",
        ),
    ]);
}

#[test]
fn googles_older_files_number_their_columns() {
    let text = "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,\
                E-mail 2 - Value,Phone 2 - Value,Organization 1 - Name,Organization 1 - Title,Organization 2 - Name\n\
                Dana M. Cole,Dana,M.,Cole,* myContacts,* Work,dana@primo.example ::: d@primo.example,c@x.example,\
                +1 312 555 0100 ::: +1 312 555 0109,Primo,CMO,\n";
    let sheet = sheet(text).unwrap();
    assert_eq!(told(&sheet), ["2 Dana M. Cole, CMO, Primo"]);
    assert_eq!(sheet.source.as_ref(), "Google contacts");
    let person = sheet.rows[0].person.as_ref().unwrap();
    assert_eq!((person.emails.len(), person.phones.len()), (3, 2));
    assert_eq!(
        sheet.unused,
        ["Additional Name", "Group Membership", "E-mail 1 - Type", "Organization 2 - Name"],
        "{:?}",
        sheet.skipped
    );
}

#[test]
fn a_record_id_beside_a_name_and_a_company_is_no_company_of_hubspots() {
    for company in ["Company", "Account", "Organization", "Customer"] {
        let text = format!("Record ID,Name,{company},Tier\n1,Dana Cole,Primo,1\n");
        let sheet = sheet(&text).unwrap();
        assert_eq!(told(&sheet), ["2 Dana Cole, , Primo"], "{text}");
        assert_eq!(sheet.unused, ["Record ID"], "{text}");
    }
    assert_read(&[(
        "Record ID,Name,Industry\n1,Primo,FOOD\n",
        "HubSpot companies",
        "Record ID hubspot-id, Name company, Industry industry",
        "",
    )]);
}

#[test]
fn whom_a_service_calls_the_owner_counts_in_a_plan_with_members() {
    for (head, row) in [
        ("Record ID,Company name,Company owner", "1,Primo,Kim Rep"),
        ("Record ID,First Name,Last Name,Company,Contact owner", "1,Dana,Cole,Primo,Kim Rep"),
        ("Account Owner,Account Name,Last Name", "Kim Rep,Primo,Cole"),
        ("Account Owner,Account Name,Account ID", "Kim Rep,Primo,001AA00000AAAAA"),
        ("Organization - Name,Organization - Owner", "Primo,Kim Rep"),
    ] {
        for has_members in [true, false] {
            let text = format!("{head}\n{row}\n");
            let sheet = read(text.as_bytes(), &Request { has_members, ..asked() }, &mut |_| true).unwrap();
            let owner = sheet.rows[0].company.more.as_ref().and_then(|more| more.owner.clone());
            assert_eq!(owner.is_some(), has_members, "{head}");
            assert_eq!(sheet.unused.iter().any(|name| name.to_lowercase().contains("owner")), !has_members, "{head}");
        }
    }
}
